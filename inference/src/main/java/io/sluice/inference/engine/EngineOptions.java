package io.sluice.inference.engine;

/**
 * How an {@link Engine} runs its model.
 *
 * @param provider the device
 * @param intraOpThreads threads that share one run, the calling one included
 */
public record EngineOptions(Provider provider, int intraOpThreads) {
    /**
     * One thread a run: one calling thread per core beats one run on all cores, and does not collapse when another process
     * takes a core.
     */
    public static final EngineOptions DEFAULT = new EngineOptions(Provider.CPU, 1);

    /** The usual ones for a device. */
    public static EngineOptions on(Provider provider) {
        return new EngineOptions(provider, DEFAULT.intraOpThreads());
    }

    public EngineOptions {
        if (intraOpThreads < 1) {
            throw new IllegalArgumentException("Expected at least one thread a run, found " + intraOpThreads + ".");
        }
    }
}
