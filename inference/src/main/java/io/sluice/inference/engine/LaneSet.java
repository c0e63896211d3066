package io.sluice.inference.engine;

import io.sluice.inference.image.FrameSlot;
import io.sluice.inference.model.OperatingPoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One thread's way to run an {@link EngineSet}: a {@link Lane} of each engine that has been needed. For one thread at a time. */
public final class LaneSet implements AutoCloseable {
    private final EngineSet engines;
    private final int maxBatch;
    private final int seat;
    private final Map<OperatingPoint, Lane> byPoint = new HashMap<>();
    private final Map<Engine, Lane> byEngine = new HashMap<>();

    LaneSet(EngineSet engines, int maxBatch, int seat) {
        this.engines = engines;
        this.maxBatch = maxBatch;
        this.seat = seat;
    }

    /**
     * Runs one batch.
     *
     * @param frames at least one; at most the largest batch
     * @return their logits, valid until the next run
     * @throws IllegalArgumentException when no engine serves {@code point}
     * @throws EngineException when ONNX Runtime fails
     */
    public Logits run(OperatingPoint point, List<FrameSlot> frames) {
        Lane lane = byPoint.computeIfAbsent(point, this::lane);
        if (frames.size() == 1) {
            return lane.run(point, frames.get(0));
        }
        for (int frame = 0; frame < frames.size(); frame++) {
            lane.batch().put(frame, frames.get(frame));
        }
        return lane.run(point, frames.size());
    }

    private Lane lane(OperatingPoint point) {
        return byEngine.computeIfAbsent(engines.serving(point), engine -> engine.lane(maxBatch, seat));
    }

    @Override
    public void close() {
        byEngine.values().forEach(Lane::close);
        byEngine.clear();
        engines.free(seat);
    }
}
