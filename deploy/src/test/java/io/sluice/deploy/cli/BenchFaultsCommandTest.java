package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line refuses before anything is started. */
final class BenchFaultsCommandTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --faults=0             | Expected at least one fault, found 0.
            --inference=1          | Expected 2 to 8 inference processes, found 1.
            --fps=0                | Expected 1 to 100 frames a second, found 0.
            --kinds=earthquake     | expected kill-inference or pause-inference
            --clock-library=no.so  | Option --clock-library: there is no file no.so.
            """)
    void aWrongOptionIsRefused(String option, String sentence) throws Exception {
        Run.Result refused = Run.of("bench", "faults", option);

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains(sentence);
    }

    @ParameterizedTest
    @CsvSource({"--processes=1", "--repeat=0", "--duration=500ms"})
    void scaleRefusesWhatCannotBeMeasured(String option) throws Exception {
        Run.Result refused = Run.of("bench", "scale", option);

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("Expected 2 to 8 processes, at least one repetition and at least a second");
    }
}
