package io.sluice.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.opencv.global.opencv_core.mean;

import io.sluice.ingest.Videos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegSourceTest {
    @TempDir
    private Path folder;

    @Test
    void everyFrameOfAVideoComesWithItsMediaTime() throws Exception {
        Path video = Videos.record(folder.resolve("a.mp4"), 320, 256, 50);

        List<Long> times = times(video);

        assertThat(times).hasSize(50).isSorted();
        assertThat(times.get(49) - times.get(0)).isBetween(1_955_000L, 1_965_000L);
    }

    @Test
    void otherContainersAreReadAsWell() throws Exception {
        assertThat(times(Videos.record(folder.resolve("a.mkv"), 64, 64, 9))).hasSize(9);
        assertThat(times(Videos.record(folder.resolve("a.avi"), 64, 64, 9))).hasSize(9);
        assertThat(times(Videos.record(folder.resolve("a.ts"), 64, 64, 9))).hasSize(9);
    }

    @Test
    void aRealClipKeepsItsAspectAndIsBroughtDownToTheShortSide() {
        try (FrameSource source = file(Videos.clip("car-detection.mp4"), 256)) {
            source.open();
            source.advance();
            Mat picture = source.picture();

            assertThat(source.live()).isFalse();
            assertThat(picture.rows()).isEqualTo(256);
            assertThat(picture.cols()).isEqualTo(456);
        }
    }

    @Test
    void aFrameShowsWhatWasRecorded() throws Exception {
        Path video = Videos.record(folder.resolve("a.mp4"), 320, 256, 3);

        try (FrameSource source = file(video, 0);
                SceneRenderer renderer = new SceneRenderer(new SyntheticScene(1, 320, 256))) {
            source.open();
            source.advance();
            Scalar seen = mean(source.picture());
            Scalar drawn = mean(renderer.draw(0));

            for (int channel = 0; channel < 3; channel++) {
                assertThat(Math.abs(seen.get(channel) - drawn.get(channel))).isLessThan(6);
            }
        }
    }

    @Test
    void theBufferOfAPictureIsUsedAgain() throws Exception {
        Path video = Videos.record(folder.resolve("a.mp4"), 320, 256, 3);

        try (FrameSource source = file(video, 128)) {
            source.open();
            source.advance();
            long first = source.picture().data().address();
            source.advance();

            assertThat(source.picture().data().address()).isEqualTo(first);
        }
    }

    @Test
    void aTextFileIsNoVideo() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "Buy milk.\n".repeat(500));

        assertThatThrownBy(() -> times(text)).isInstanceOf(SourceException.class);
    }

    @Test
    void aTruncatedVideoIsRefusedOrEndsEarlyButNeverCrashes() throws Exception {
        Path whole = Videos.record(folder.resolve("a.ts"), 320, 256, 50);
        byte[] bytes = Files.readAllBytes(whole);
        Path half = Files.write(folder.resolve("half.ts"), Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(times(half)).hasSizeBetween(1, 49);
    }

    @Test
    void aPlaylistOnDiskCannotReachIntoTheNetwork() throws Exception {
        Path playlist = Files.writeString(
                folder.resolve("a.m3u8"),
                "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:1/a.ts\n#EXT-X-ENDLIST\n");

        assertThatThrownBy(() -> times(playlist)).isInstanceOf(SourceException.class);
    }

    @Test
    void onceInterruptedASourceGivesUp() throws Exception {
        Path video = Videos.record(folder.resolve("a.mp4"), 64, 64, 3);

        try (FrameSource source = file(video, 0)) {
            source.interrupt();

            assertThatThrownBy(source::open).isInstanceOf(SourceException.class);
        }
    }

    private static List<Long> times(Path video) {
        List<Long> times = new ArrayList<>();
        try (FrameSource source = file(video, 0)) {
            source.open();
            OptionalLong next = source.advance();
            while (next.isPresent()) {
                times.add(next.getAsLong());
                next = source.advance();
            }
        }
        return times;
    }

    private static FrameSource file(Path path, int shortSide) {
        return new FfmpegSource(FfmpegInput.file(path), shortSide);
    }
}
