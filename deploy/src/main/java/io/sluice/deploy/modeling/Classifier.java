package io.sluice.deploy.modeling;

import io.sluice.inference.batch.BatchScheduler;
import io.sluice.inference.batch.BatchSettings;
import io.sluice.inference.engine.TopLabels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Classifies picture files on several threads, each picture by itself: batches win nothing on a CPU. */
public final class Classifier implements AutoCloseable {
    private final BatchScheduler<Path, Classification> scheduler;

    /**
     * Starts the threads.
     *
     * @param model stays the caller's, to be closed after this
     * @param top how many labels a picture gets
     * @param lanes threads; one for each core is best
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public Classifier(LoadedModel model, TopLabels top, int lanes, LongSupplier nanoTime) {
        scheduler = new BatchScheduler<>(
                new BatchSettings(lanes, Duration.ZERO), () -> 1, () -> new PictureLane(model, top), nanoTime);
    }

    /**
     * Classifies a JPEG or PNG file, in its turn.
     *
     * @return fails with an {@link io.sluice.inference.engine.EngineException} where the model, not the file, is to blame
     */
    public CompletableFuture<Classification> classify(Path file) {
        return scheduler.submit(file);
    }

    /** Gives up what has not begun. */
    @Override
    public void close() {
        scheduler.close();
    }
}
