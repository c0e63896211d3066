package io.sluice.deploy.demo;

import io.sluice.inference.stream.InferenceService;
import io.sluice.ingest.CameraStatus;
import io.sluice.ingest.Ingest;
import io.sluice.ingest.publish.FrameCounts;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;

/**
 * One demo while it runs: frames are taken, then what is under way is answered. Every wait here ends with a
 * {@link CompletionException} when a part has failed.
 *
 * @param failure fails when any part cannot go on
 */
record Performance(
        Stage stage,
        Surveyor surveyor,
        Answers answers,
        Ingest ingest,
        InferenceService service,
        DemoEvents events,
        CompletableFuture<?> failure,
        LongSupplier nanos) {
    /** So often the view changes; also bounds how late the end is noticed. */
    private static final Duration TICK = Duration.ofMillis(250);

    /** Only a model slower than its cameras leaves more to do than this takes. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(15);

    /** What is answered when inference ends is committed by then, and read in no time. */
    private static final Duration READ_LIMIT = Duration.ofSeconds(5);

    /**
     * Waits until inference takes frames.
     *
     * @return false if the operator asked for the end instead
     */
    boolean awaitInference() {
        ingest.check(); // a camera that cannot be opened is known before anything else is waited for
        service.start();
        while (!service.running().isDone()) {
            failure.getNow(null);
            if (stage.endAskedWithin(TICK.dividedBy(10))) {
                return false;
            }
        }
        events.start(); // not before inference, which has frames to wait for it
        return true;
    }

    /** Takes frames until {@code duration} is over, all cameras have ended or the operator asks for the end. */
    void play(Optional<Duration> duration) throws InterruptedException {
        ingest.start();
        long lengthNanos = duration.map(Duration::toNanos).orElse(Long.MAX_VALUE);
        long startNanos = nanos.getAsLong();
        boolean over = false;
        while (!over) {
            show();
            over = stage.endAskedWithin(TICK)
                    || ingest.awaitEnd(Duration.ZERO)
                    || nanos.getAsLong() - startNanos >= lengthNanos;
        }
    }

    /** Ends ingest, then inference when it has answered everything, or was given its time. */
    void finish() throws InterruptedException {
        ingest.close();
        long endNanos = nanos.getAsLong() + DRAIN_LIMIT.toNanos();
        while (!answers.await(published(), TICK) && nanos.getAsLong() < endNanos) {
            show();
        }
        service.close();
        answers.await(service.ledger().answered(), READ_LIMIT);
        if (!events.finish(service.ledger().answered(), READ_LIMIT)) {
            stage.say("Not all intervals were made and read in time: those that are counted are too few.");
        }
        show();
    }

    private void show() {
        failure.getNow(null);
        stage.show(surveyor.snapshot(ingest.status()));
    }

    private long published() {
        return ingest.status().stream()
                .map(CameraStatus::frames)
                .mapToLong(FrameCounts::published)
                .sum();
    }
}
