package io.sluice.deploy.console;

import io.sluice.schemas.Frame;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.RecordPosition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The pictures that the last answers are about: made when somebody asks, at most two a second of each camera however many
 * look, and forgotten when nobody has asked for a while. From any thread.
 */
final class Pictures implements AutoCloseable {
    private static final long FRESH_NANOS = Duration.ofMillis(450).toNanos();
    private static final long KEPT_NANOS = Duration.ofSeconds(20).toNanos();

    private final Function<String, Optional<FrameLabels>> answers;
    private final Function<RecordPosition, CompletableFuture<Optional<Frame>>> frames;
    private final LongSupplier nanos;
    private final Map<String, Made> made = new ConcurrentHashMap<>();
    private final PictureShrinker shrinker = new PictureShrinker();
    private final ExecutorService shrinking =
            new ThreadPoolExecutor(0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "sluice-console-pictures");
                thread.setDaemon(true);
                return thread;
            });

    private record Made(CompletableFuture<Optional<Picture>> picture, long nanos) {}

    /**
     * @param answers the last answer about a camera
     * @param frames a frame by where it stands
     * @param nanos a clock of nanoseconds from any origin
     */
    Pictures(
            Function<String, Optional<FrameLabels>> answers,
            Function<RecordPosition, CompletableFuture<Optional<Frame>>> frames,
            LongSupplier nanos) {
        this.answers = answers;
        this.frames = frames;
        this.nanos = nanos;
    }

    /** The newest of {@code camera}; empty where there is none to be had. */
    CompletableFuture<Optional<Picture>> of(String camera) {
        long now = nanos.getAsLong();
        made.values().removeIf(old -> now - old.nanos() > KEPT_NANOS);
        Optional<FrameLabels> answer = answers.apply(camera).filter(a -> a.getOutcome() != Outcome.REJECTED);
        if (answer.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return made.compute(camera, (id, last) -> isFresh(last, now) ? last : new Made(make(answer.get()), now))
                .picture();
    }

    /** One that is still being made is as fresh as any. */
    private static boolean isFresh(Made last, long now) {
        return last != null
                && (now - last.nanos() < FRESH_NANOS || !last.picture().isDone());
    }

    private CompletableFuture<Optional<Picture>> make(FrameLabels answer) {
        RecordPosition source = answer.getSource();
        String tag = source.getPartition() + ":" + source.getOffset();
        return frames.apply(source)
                .thenApplyAsync(frame -> frame.flatMap(found -> shrinker.picture(found, tag)), shrinking)
                .exceptionally(closed -> Optional.empty());
    }

    @Override
    public void close() {
        shrinking.shutdownNow();
        try {
            if (shrinking.awaitTermination(1, TimeUnit.SECONDS)) {
                shrinker.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
