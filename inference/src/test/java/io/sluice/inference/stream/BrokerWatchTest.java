package io.sluice.inference.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class BrokerWatchTest {
    private final BrokerWatch watch = new BrokerWatch("kafka:9092");

    @Test
    void brokersAreAwayFromTheFirstQuestionWithoutAnAnswerToTheNextWithOne() {
        assertThat(watch.isAway()).isFalse();

        watch.heard(new TimeoutException("No answer."));
        assertThat(watch.isAway()).isTrue();

        watch.heard(null);
        assertThat(watch.isAway()).isFalse();
    }

    @Test
    void brokersThatRefuseAreThere() {
        watch.heard(new ClusterAuthorizationException("Not for you."));

        assertThat(watch.isAway()).isFalse();
    }
}
