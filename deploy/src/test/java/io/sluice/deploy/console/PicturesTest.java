package io.sluice.deploy.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Frame;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.ImageEncoding;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.RecordPosition;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pictures and what was answered about them, of frames that are as wide as their offset says. */
class PicturesTest {
    private static final String FRAMES = "sluice.frames";
    private static final String CAMERA = "north";

    private final CameraStates cameras = new CameraStates();
    private final AtomicLong nanos = new AtomicLong();
    private final Pictures pictures = new Pictures(cameras::last, PicturesTest::frame, nanos::get);

    @AfterEach
    void close() {
        pictures.close();
    }

    @Test
    void aPictureComesWithWhatWasAnsweredAboutThatVeryFrame() throws IOException {
        accept(Answers.labelled(CAMERA, FRAMES, 0, 10));
        assertThat(shown().orElseThrow().answer().picture()).isEqualTo("0:10");

        pass(Duration.ofMillis(100));
        accept(Answers.labelled(CAMERA, FRAMES, 0, 20));
        assertThatTheTwoBelongTogether(10);

        pass(Duration.ofSeconds(1));
        assertThatTheTwoBelongTogether(20);
    }

    private void assertThatTheTwoBelongTogether(int offset) throws IOException {
        AnsweredPicture shown = shown().orElseThrow();
        assertThat(shown.answer().picture()).isEqualTo("0:" + offset);
        assertThat(shown.answer().sequence()).isEqualTo(offset);
        assertThat(ImageIO.read(new ByteArrayInputStream(shown.picture().bytes()))
                        .getWidth())
                .isEqualTo(offset);
    }

    @Test
    void whileSomeFramesAreShedTheLastThatHasLabelsIsSeen() throws IOException {
        accept(Answers.labelled(CAMERA, FRAMES, 0, 10));
        pass(Duration.ofSeconds(1));
        accept(Answers.without(Outcome.SHED, CAMERA, FRAMES, 0, 20));

        assertThatTheTwoBelongTogether(10);
        assertThat(cameras.all(nanos.get()).get(0).answer().outcome()).isEqualTo("SHED");
    }

    @Test
    void whereAllAreShedTheLastIsSeenWithoutLabels() throws IOException {
        accept(Answers.labelled(CAMERA, FRAMES, 0, 10));
        pass(Limits.LABELS_STAY.plusSeconds(1));
        accept(Answers.without(Outcome.SHED, CAMERA, FRAMES, 0, 20));

        assertThatTheTwoBelongTogether(20);
        assertThat(shown().orElseThrow().answer().labels()).isEmpty();
    }

    @Test
    void whatIsNoPictureIsNotShown() {
        accept(Answers.without(Outcome.REJECTED, CAMERA, FRAMES, 0, 10));

        assertThat(shown()).isEmpty();
    }

    private void accept(FrameLabels answer) {
        cameras.accept(answer, nanos.get());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Optional<AnsweredPicture> shown() {
        return pictures.of(CAMERA).join();
    }

    private static CompletableFuture<Optional<Frame>> frame(RecordPosition position) {
        int width = (int) position.getOffset();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, 8, BufferedImage.TYPE_INT_RGB), "png", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return CompletableFuture.completedFuture(Optional.of(new Frame(
                CAMERA, "s1", 0L, Instant.now(), width, 8, ImageEncoding.PNG, ByteBuffer.wrap(file.toByteArray()))));
    }
}
