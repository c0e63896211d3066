package io.sluice.deploy.console;

import io.sluice.deploy.tokens.TokenMaps;
import io.sluice.deploy.tokens.TracedFrame;
import io.sluice.schemas.Frame;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Quality;
import io.sluice.schemas.RecordPosition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Token maps of the pictures that last answers are about: drawn when somebody asks, one at a time on a thread of its own, at
 * most one of each camera in one and a half seconds however many look. A run of the model takes a core for as long as a frame.
 */
final class Maps implements AutoCloseable {
    private static final long FRESH_NANOS = Duration.ofMillis(1500).toNanos();
    private static final int MOST_WAITING = 4;
    private static final String NO_MODEL = "This process has no model to ask, only labels: start 'sluice console' with"
            + " --weights, or look at the console of a process that runs a checkpoint.";

    private final Function<String, Optional<FrameLabels>> answers;
    private final Function<RecordPosition, CompletableFuture<Optional<Frame>>> frames;
    private final LongSupplier nanos;
    private final Map<String, Made> made = new ConcurrentHashMap<>();
    private final PictureShrinker shrinker = new PictureShrinker();
    private final ThreadPoolExecutor drawing =
            new ThreadPoolExecutor(0, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), Maps::thread);

    /** Held while a model is run. */
    private final Object running = new Object();

    private volatile Optional<TokenMaps> model = Optional.empty();

    private record Made(CompletableFuture<MapAnswer> answer, long nanos) {}

    /** As for {@link Pictures}. */
    Maps(
            Function<String, Optional<FrameLabels>> answers,
            Function<RecordPosition, CompletableFuture<Optional<Frame>>> frames,
            LongSupplier nanos) {
        this.answers = answers;
        this.frames = frames;
        this.nanos = nanos;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "sluice-console-maps");
        thread.setDaemon(true);
        return thread;
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

    /** Of the last answer about {@code camera}. */
    CompletableFuture<MapAnswer> of(String camera) {
        if (model.isEmpty()) {
            return CompletableFuture.completedFuture(MapAnswer.never(NO_MODEL));
        }
        Optional<FrameLabels> answer = answers.apply(camera).filter(found -> found.getQuality() != null);
        if (answer.isEmpty()) {
            return CompletableFuture.completedFuture(
                    MapAnswer.notNow("The last frame of that camera has no labels, so no model has looked at it."));
        }
        long now = nanos.getAsLong();
        made.values().removeIf(old -> old.answer().isDone() && now - old.nanos() > FRESH_NANOS);
        return made.computeIfAbsent(camera, id -> new Made(make(answer.get()), now))
                .answer();
    }

    private CompletableFuture<MapAnswer> make(FrameLabels answer) {
        return frames.apply(answer.getSource())
                .thenCompose(frame -> frame.map(found -> submit(found, answer))
                        .orElseGet(() -> CompletableFuture.completedFuture(
                                MapAnswer.notNow("The picture could not be read from Kafka."))));
    }

    private CompletableFuture<MapAnswer> submit(Frame frame, FrameLabels answer) {
        try {
            return CompletableFuture.supplyAsync(() -> draw(frame, answer), drawing)
                    .exceptionally(Maps::failed);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(MapAnswer.notNow("Other maps are being drawn: wait a moment."));
        }
    }

    /** What fails here is a look at a picture, nothing that frames depend on. */
    private static MapAnswer failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return MapAnswer.notNow("The model could not be asked: " + cause.getMessage());
    }

    private MapAnswer draw(Frame frame, FrameLabels answer) {
        TracedFrame traced = trace(frame, answer.getQuality());
        if (traced instanceof TracedFrame.Untraced untraced) {
            return MapAnswer.never(untraced.reason());
        }
        String tag =
                answer.getSource().getPartition() + ":" + answer.getSource().getOffset();
        return shrinker.picture(frame, tag)
                .<MapAnswer>map(picture ->
                        new MapAnswer.Drawn(MapView.of(picture, answer.getQuality(), (TracedFrame.Traced) traced)))
                .orElseGet(() -> MapAnswer.notNow("The picture cannot be shown."));
    }

    private TracedFrame trace(Frame frame, Quality quality) {
        synchronized (running) {
            return model.map(maps -> maps.trace(frame, quality)).orElseGet(() -> new TracedFrame.Untraced(NO_MODEL));
        }
    }

    @Override
    public void close() {
        forget();
        drawing.shutdownNow();
        try {
            if (drawing.awaitTermination(2, TimeUnit.SECONDS)) {
                shrinker.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
