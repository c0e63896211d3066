package io.sluice.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureSizeTest {
    @ParameterizedTest
    @CsvSource({
        "1920, 1080, 256, 456, 256",
        "1080, 1920, 256, 256, 456",
        "768, 432, 256, 456, 256",
        "257, 257, 256, 256, 256",
        "1000, 999, 255, 256, 256",
        "10000, 10, 4, 4000, 4"
    })
    void theShortSideIsBroughtDownAndBothAreEven(int width, int height, int shortSide, int newWidth, int newHeight) {
        assertThat(new PictureSize(width, height).scaledTo(shortSide)).isEqualTo(new PictureSize(newWidth, newHeight));
    }

    @ParameterizedTest
    @CsvSource({"255, 300, 256", "256, 256, 256", "33, 35, 256", "1920, 1080, 0"})
    void nothingIsEnlargedAndZeroLeavesTheSize(int width, int height, int shortSide) {
        PictureSize size = new PictureSize(width, height);

        assertThat(size.scaledTo(shortSide)).isEqualTo(size);
    }
}
