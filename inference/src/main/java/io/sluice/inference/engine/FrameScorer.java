package io.sluice.inference.engine;

import io.sluice.inference.model.OperatingPoint;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Runs the same frames at one operating point after the other, one by one on all lanes. */
final class FrameScorer implements AutoCloseable {
    private final EngineSet engines;
    private final List<SampleFrame> frames;
    private final int lanes;
    private final ExecutorService pool;

    FrameScorer(EngineSet engines, int lanes, List<SampleFrame> frames) {
        this.engines = engines;
        this.frames = frames;
        this.lanes = lanes;
        this.pool = Executors.newFixedThreadPool(lanes);
    }

    /** The scores of each frame, in their order. */
    List<LogScores> scores(OperatingPoint point) {
        LogScores[] scores = new LogScores[frames.size()];
        CompletableFuture<?>[] shares = IntStream.range(0, lanes)
                .mapToObj(lane -> CompletableFuture.runAsync(() -> scoreShare(point, lane, scores), pool))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(shares).join();
        return Arrays.asList(scores);
    }

    /** Every frame whose number leaves the remainder {@code lane}. */
    private void scoreShare(OperatingPoint point, int lane, LogScores... scores) {
        try (LaneSet own = engines.lanes(1)) {
            for (int frame = lane; frame < scores.length; frame += lanes) {
                Logits logits = own.run(point, List.of(frames.get(frame).pixels()));
                scores[frame] = LogScores.of(logits, 0);
            }
        }
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
