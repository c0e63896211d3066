package io.sluice.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BatchSizesTest {
    @ParameterizedTest(name = "{0} frames of at most {1} run as {2}")
    @CsvSource({"1, 32, 1", "2, 32, 2", "3, 32, 4", "17, 32, 32", "32, 32, 32", "33, 48, 48", "5, 6, 6", "1, 1, 1"})
    void aBatchIsFilledUpToTheNextPowerOfTwoOrTheLargest(int frames, int largest, int size) {
        assertThat(BatchSizes.POWERS_OF_TWO.covering(frames, largest)).isEqualTo(size);
        assertThat(BatchSizes.ANY.covering(frames, largest)).isEqualTo(frames);
    }

    @Test
    void whatIsMadeReadyIsWhatIsRun() {
        assertThat(BatchSizes.POWERS_OF_TWO.upTo(1)).containsExactly(1);
        assertThat(BatchSizes.POWERS_OF_TWO.upTo(8)).containsExactly(1, 2, 4, 8);
        assertThat(BatchSizes.POWERS_OF_TWO.upTo(12)).containsExactly(1, 2, 4, 8, 12);
        assertThat(BatchSizes.ANY.upTo(12)).containsExactly(12);
    }
}
