package io.sluice.deploy.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TracesSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "http://collector:4318, http://collector:4318/v1/traces",
        "http://collector:4318/, http://collector:4318/v1/traces",
        "https://collector/otlp/v1/traces, https://collector/otlp/v1/traces",
    })
    void aReceiverWithoutAPathHasThatOfOtlp(String url, URI endpoint) {
        assertThat(TracesSettings.endpoint(url)).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @CsvSource({
        "http://collector:4318, http://collector:4318/v1/traces",
        "http://collector:4318/, http://collector:4318/v1/traces",
        "https://collector/otlp, https://collector/otlp/v1/traces",
        "https://collector/otlp/, https://collector/otlp/v1/traces",
    })
    void theVariableOfTheEnvironmentNamesWhatIsAboveThatPath(String url, URI endpoint) {
        assertThat(TracesSettings.endpointBelow(url)).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:4318", "http://viewer:secret@collector:43 18", "http://["})
    void whatIsNoUrlIsNotRepeated(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TracesSettings.endpoint(url))
                .withMessageStartingWith(
                        "Traces need an http or https URL without a user, such as http://127.0.0.1:4318, found no URL: ")
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:4318", "ftp://collector", "http:///v1/traces", "http://viewer:secret@collector"})
    void anotherUrlIsNamedWithoutItsPassword(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TracesSettings(TracesSettings.endpointBelow(url), 1, "sluice"))
                .withMessageContaining("such as http://127.0.0.1:4318, found '")
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.5, Double.NaN})
    void theShareIsAShare(double share) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TracesSettings(URI.create("http://collector/v1/traces"), share, "sluice"))
                .withMessage("The share of frames that are traced is 0 to 1, found " + share + ".");
    }
}
