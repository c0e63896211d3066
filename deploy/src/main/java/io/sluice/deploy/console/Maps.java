package io.sluice.deploy.console;

import io.sluice.deploy.tokens.TokenMaps;
import io.sluice.deploy.tokens.TracedFrame;
import io.sluice.schemas.Frame;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Quality;
import io.sluice.schemas.RecordPosition;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Token maps of the pictures that are to be seen: drawn when somebody asks, one at a time on a thread of its own, at most one of
 * each camera in one and a half seconds however many look. A run of the model takes a core for as long as a frame.
 */
final class Maps implements AutoCloseable {
    private static final Duration FRESH = Duration.ofMillis(1500);
    private static final int MOST_WAITING = 4;
    private static final String NO_MODEL = "This process has no model to ask, only labels: start 'sluice console' with"
            + " --weights, or look at the console of a process that runs a checkpoint.";

    private final Function<String, Optional<FrameLabels>> answers;
    private final Function<RecordPosition, CompletableFuture<Optional<Frame>>> frames;
    private final MadeLately<MapAnswer> made;
    private final PictureThread thread = new PictureThread("sluice-console-maps", MOST_WAITING);

    /** Held while a model is run. */
    private final Object running = new Object();

    private volatile Optional<TokenMaps> model = Optional.empty();

    /** As for {@link Pictures}. */
    Maps(
            Function<String, Optional<FrameLabels>> answers,
            Function<RecordPosition, CompletableFuture<Optional<Frame>>> frames,
            LongSupplier nanos) {
        this.answers = answers;
        this.frames = frames;
        this.made = new MadeLately<>(FRESH, nanos);
    }

    /** From now on asks {@code maps}, until {@link #forget}. */
    void ask(TokenMaps maps) {
        model = Optional.of(maps).filter(TokenMaps::areThere);
    }

    /** Asks nobody any more, from when this returns. */
    void forget() {
        synchronized (running) {
            model = Optional.empty();
        }
    }

    /** Of the frame that is to be seen of {@code camera}. */
    CompletableFuture<MapAnswer> of(String camera) {
        if (model.isEmpty()) {
            return refused(NO_MODEL);
        }
        return answers.apply(camera)
                .filter(answer -> answer.getQuality() != null)
                .map(answer -> made.of(camera, () -> make(answer)))
                .orElseGet(() -> refused("The last frame of that camera has no labels, so no model has looked at it."));
    }

    private static CompletableFuture<MapAnswer> refused(String why) {
        return CompletableFuture.completedFuture(new MapAnswer.Refused(why));
    }

    private CompletableFuture<MapAnswer> make(FrameLabels answer) {
        return frames.apply(answer.getSource())
                .thenCompose(frame -> frame.map(found -> submit(found, answer))
                        .orElseGet(() -> refused("The picture could not be read from Kafka.")));
    }

    private CompletableFuture<MapAnswer> submit(Frame frame, FrameLabels answer) {
        return thread.submit(shrinker -> draw(frame, answer, shrinker)).exceptionally(Maps::failed);
    }

    /** What fails here is a look at a picture, nothing that frames depend on. */
    private static MapAnswer failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return new MapAnswer.Refused(
                cause instanceof RejectedExecutionException
                        ? "Other maps are being drawn: wait a moment."
                        : "The model could not be asked: " + cause.getMessage());
    }

    private MapAnswer draw(Frame frame, FrameLabels answer, PictureShrinker shrinker) {
        TracedFrame traced = trace(frame, answer.getQuality());
        if (traced instanceof TracedFrame.Untraced untraced) {
            return new MapAnswer.Refused(untraced.reason());
        }
        return shrinker.picture(frame)
                .map(picture -> new AnsweredPicture(picture, AnswerView.of(answer)))
                .<MapAnswer>map(picture -> new MapAnswer.Drawn(MapView.of(picture, (TracedFrame.Traced) traced)))
                .orElseGet(() -> new MapAnswer.Refused("The picture cannot be shown."));
    }

    private TracedFrame trace(Frame frame, Quality quality) {
        synchronized (running) {
            return model.map(maps -> maps.trace(frame, quality)).orElseGet(() -> new TracedFrame.Untraced(NO_MODEL));
        }
    }

    @Override
    public void close() {
        forget();
        thread.close();
    }
}
