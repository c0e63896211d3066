package io.sluice.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ingest.Videos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFactoryTest {
    private static final SourceFactory ONCE = new SourceFactory(SourceTimeouts.DEFAULT, 128, 5, AtEnd.STOP);
    private static final SourceFactory LOOPED = new SourceFactory(SourceTimeouts.DEFAULT, 128, 5, AtEnd.LOOP);

    @TempDir
    private Path folder;

    @Test
    void aDirectoryOfImagesIsPlayedInTheOrderOfNames() throws Exception {
        Videos.image(folder.resolve("b.png"), 320, 256);
        Videos.image(folder.resolve("a.jpg"), 64, 48);
        Files.writeString(folder.resolve("notes.txt"), "not an image");

        try (FrameSource source = ONCE.create(new LocalPath(folder))) {
            source.open();

            assertThat(source.advance()).hasValue(0);
            assertThat(size(source)).isEqualTo(new PictureSize(64, 48));
            assertThat(source.advance()).hasValue(200_000);
            assertThat(size(source)).isEqualTo(new PictureSize(160, 128));
            assertThat(source.advance()).isEmpty();
        }
    }

    @Test
    void aTornImageIsRejectedByNameAndTheNextIsFine() throws Exception {
        Files.write(folder.resolve("a.jpg"), new byte[] {(byte) 0xff, (byte) 0xd8, 1, 2, 3});
        Videos.image(folder.resolve("b.png"), 64, 48);

        try (FrameSource source = ONCE.create(new LocalPath(folder))) {
            source.open();
            source.advance();
            assertThatThrownBy(source::picture)
                    .isInstanceOf(BadPictureException.class)
                    .hasMessageContaining("a.jpg");

            source.advance();
            assertThat(size(source)).isEqualTo(new PictureSize(64, 48));
        }
    }

    @Test
    void aDirectoryWithoutImagesCannotBeOpened() {
        try (FrameSource source = ONCE.create(new LocalPath(folder))) {
            assertThatThrownBy(source::open).isInstanceOf(SourceException.class).hasMessageContaining("holds no image");
        }
    }

    @Test
    void aLoopedVideoGoesOnInMediaTime() throws Exception {
        Path video = Videos.record(folder.resolve("a.mp4"), 64, 64, 5);

        assertThat(times(LOOPED.create(new LocalPath(video)), 12)).satisfies(times -> {
            for (int i = 1; i < times.size(); i++) {
                assertThat(times.get(i) - times.get(i - 1)).isEqualTo(40_000);
            }
        });
    }

    @Test
    void aSyntheticSourceEndsAfterItsFrames() {
        FrameSource source = ONCE.create(SourceUri.parse("synthetic:shapes?fps=10&frames=3"));

        assertThat(times(source, 5)).containsExactly(0L, 100_000L, 200_000L);
    }

    private static PictureSize size(FrameSource source) {
        Mat picture = source.picture();
        return new PictureSize(picture.cols(), picture.rows());
    }

    private static List<Long> times(FrameSource source, int most) {
        List<Long> times = new ArrayList<>();
        try (source) {
            source.open();
            for (int i = 0; i < most; i++) {
                source.advance().ifPresent(times::add);
            }
        }
        return times;
    }
}
