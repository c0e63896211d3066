package io.sluice.training;

import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Batches drawn ahead on a thread of their own; the same ones for the same random numbers. */
final class DrawnBatches implements AutoCloseable {
    private static final int AHEAD = 8;

    private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(AHEAD);
    private final Stage stage;
    private final int patch;
    private final SplittableRandom random;
    private final Thread thread = new Thread(this::draw, "draw");

    /**
     * Begins to draw.
     *
     * @param patch side of a patch in pixels
     */
    DrawnBatches(Stage stage, int patch, SplittableRandom random) {
        this.stage = stage;
        this.patch = patch;
        this.random = random;
        thread.setDaemon(true);
        thread.start();
    }

    private void draw() {
        try (SceneSampler sampler = new SceneSampler(stage.side(), patch, random.split())) {
            PicturePool pool = new PicturePool(sampler, stage.uses(), random.split());
            while (true) {
                batches.put(pool.next(Stage.BATCH));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next; waits for it. */
    Batch next() throws InterruptedException {
        return batches.take();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
