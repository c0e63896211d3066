package io.sluice.inference.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeptBytesTest {
    private static final int LARGE = KeptBytes.ALWAYS + 1;

    private final KeptBytes kept = new KeptBytes();

    @Test
    void smallFramesKeepLittleFromTheBeginning() {
        assertThat(after(KeptBytes.ALWAYS)).isEqualTo(KeptBytes.ALWAYS);
    }

    @Test
    void largeFramesKeepTheirBuffersUntilAHundredSmallOnesInARow() {
        assertThat(after(LARGE)).isEqualTo(KeptBytes.WHILE_NEEDED);
        for (int small = 1; small < KeptBytes.PATIENCE; small++) {
            assertThat(after(1000)).as("%s small ones", small).isEqualTo(KeptBytes.WHILE_NEEDED);
        }
        assertThat(after(1000)).isEqualTo(KeptBytes.ALWAYS);
    }

    @Test
    void aLargeFrameAmongSmallOnesBeginsTheCountAnew() {
        after(LARGE);
        for (int small = 1; small < KeptBytes.PATIENCE; small++) {
            after(1000);
        }

        assertThat(after(LARGE)).isEqualTo(KeptBytes.WHILE_NEEDED);
        assertThat(after(1000)).isEqualTo(KeptBytes.WHILE_NEEDED);
    }

    @Test
    void theLargestBufferOfAFrameCounts() {
        kept.need(LARGE);
        kept.need(1000);

        assertThat(kept.afterFrame()).isEqualTo(KeptBytes.WHILE_NEEDED);
    }

    private int after(int bytes) {
        kept.need(bytes);
        return kept.afterFrame();
    }
}
