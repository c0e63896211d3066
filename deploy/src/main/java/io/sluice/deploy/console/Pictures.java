package io.sluice.deploy.console;

import io.sluice.schemas.Frame;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.RecordPosition;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Pictures of cameras, each with what was answered about that very frame: made when somebody asks, at most two a second of each
 * camera however many look. From any thread.
 */
final class Pictures implements AutoCloseable {
    private static final Duration FRESH = Duration.ofMillis(450);

    private final Function<String, Optional<FrameLabels>> answers;
    private final Function<RecordPosition, CompletableFuture<Optional<Frame>>> frames;
    private final MadeLately<Optional<AnsweredPicture>> made;
    private final PictureThread thread = new PictureThread("sluice-console-pictures", Limits.CAMERAS);

    /**
     * @param answers the answer about the frame that is to be seen of a camera
     * @param frames a frame by where it stands
     * @param nanos a clock of nanoseconds from any origin
     */
    Pictures(
            Function<String, Optional<FrameLabels>> answers,
            Function<RecordPosition, CompletableFuture<Optional<Frame>>> frames,
            LongSupplier nanos) {
        this.answers = answers;
        this.frames = frames;
        this.made = new MadeLately<>(FRESH, nanos);
    }

    /** The newest of {@code camera}; empty where there is none to be had. */
    CompletableFuture<Optional<AnsweredPicture>> of(String camera) {
        return answers.apply(camera)
                .filter(answer -> answer.getOutcome() != Outcome.REJECTED)
                .map(answer -> made.of(camera, () -> make(answer)))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private CompletableFuture<Optional<AnsweredPicture>> make(FrameLabels answer) {
        return frames.apply(answer.getSource())
                .thenCompose(frame -> thread.submit(shrinker -> frame.flatMap(shrinker::picture)))
                .thenApply(picture -> picture.map(found -> new AnsweredPicture(found, AnswerView.of(answer))))
                .exceptionally(closed -> Optional.empty());
    }

    @Override
    public void close() {
        thread.close();
    }
}
