package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.inference.control.CameraPolicy;
import io.sluice.inference.control.Freshness;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTextTest {
    private static final Duration DEADLINE = Duration.ofMillis(250);
    private final PolicyText text = new PolicyText("--policy", CameraPolicy.DEFAULT);

    @Test
    void whatIsNotSaidIsAsUsual() {
        assertThat(text.parse("all")).isEqualTo(CameraPolicy.DEFAULT);
        assertThat(text.parse("latest")).isEqualTo(new CameraPolicy(new Freshness.Latest(DEADLINE), DEADLINE, 1));
        assertThat(text.parse("newest,weight=0.5")).isEqualTo(new CameraPolicy(new Freshness.Newest(), DEADLINE, 0.5));
    }

    @Test
    void everythingCanBeSaid() {
        assertThat(text.parse("latest,weight=2,deadline=100ms,max-age=1s"))
                .isEqualTo(new CameraPolicy(new Freshness.Latest(Duration.ofSeconds(1)), Duration.ofMillis(100), 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            some                    | expected all, latest or newest, found 'some'
            all,max-age=1s          | expected max-age only with latest, found 'all'
            latest,max-age=soon     | expected a duration above zero such as 500ms or 2s, found 'soon'
            latest,deadline=0ms     | expected a duration above zero such as 500ms or 2s, found '0ms'
            latest,weight=much      | expected a weight above zero, found 'much'
            all,weight=0            | expected a weight above zero, found '0'
            latest,colour=red       | expected max-age, deadline and weight, each at most once and with a value, found 'colour=red'
            latest,weight=1,weight=2| expected max-age, deadline and weight, each at most once and with a value, found 'weight=2'
            latest,weight           | expected max-age, deadline and weight, each at most once and with a value, found 'weight'
            """)
    void whatIsWrongIsSaidInOneSentence(String wrong, String sentence) {
        assertThatThrownBy(() -> text.parse(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Option --policy: " + sentence + ".");
    }
}
