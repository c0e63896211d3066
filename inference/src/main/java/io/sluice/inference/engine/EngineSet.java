package io.sluice.inference.engine;

import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Preprocessing;
import java.util.BitSet;
import java.util.List;

/**
 * Engines that answer the same question of the same pixels, each at operating points of its own: families of reducers,
 * precisions, models of several sizes.
 */
public final class EngineSet implements AutoCloseable {
    private final List<Engine> engines;
    /** Taken by lanes: one that runs several engines has the same place, and so the same device, in all of them. */
    private final BitSet seats = new BitSet();

    /**
     * @param engines at least one; closed with this
     * @throws IllegalArgumentException where they differ in classes, or in how a picture is brought to their input
     */
    public EngineSet(List<Engine> engines) {
        this.engines = List.copyOf(engines);
        if (engines.isEmpty()) {
            throw new IllegalArgumentException("Expected at least one engine.");
        }
        engines.forEach(this::requireInterchangeable);
    }

    private void requireInterchangeable(Engine other) {
        Engine first = engines.get(0);
        if (!first.preprocessing().takesPixelsOf(other.preprocessing()) || first.classes() != other.classes()) {
            throw new IllegalArgumentException("Models must have the same classes and take the same pixels, found "
                    + first.model() + " with " + first.classes() + " classes and " + first.preprocessing() + ", and "
                    + other.model() + " with " + other.classes() + " classes and " + other.preprocessing() + ".");
        }
    }

    /**
     * The engine that runs {@code point}.
     *
     * @throws IllegalArgumentException where none does
     */
    public Engine serving(OperatingPoint point) {
        return engines.stream()
                .filter(engine -> engine.serves(point))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No engine runs " + point + "."));
    }

    /** See {@link Engine#warmUp}. */
    public void warmUp(OperatingPoint point, int maxBatch, int lanes) {
        serving(point).warmUp(point, maxBatch, lanes);
    }

    /** What pictures need before they are fed. */
    public Preprocessing preprocessing() {
        return engines.get(0).preprocessing();
    }

    /** What the models run on. */
    public Provider provider() {
        return engines.get(0).provider();
    }

    /** A place for one thread to run batches from; to be closed before this. */
    public LaneSet lanes(int maxBatch) {
        synchronized (seats) {
            int seat = seats.nextClearBit(0);
            seats.set(seat);
            return new LaneSet(this, maxBatch, seat);
        }
    }

    void free(int seat) {
        synchronized (seats) {
            seats.clear(seat);
        }
    }

    @Override
    public void close() {
        engines.forEach(Engine::close);
    }
}
