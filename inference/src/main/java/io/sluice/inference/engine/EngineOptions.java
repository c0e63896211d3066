package io.sluice.inference.engine;

/**
 * How an {@link Engine} runs its model.
 *
 * @param provider the device or devices
 * @param intraOpThreads threads that share one run, the calling one included
 * @param sizes that batches are run at
 * @param sharing of sessions
 */
public record EngineOptions(Provider provider, int intraOpThreads, BatchSizes sizes, Sharing sharing) {
    /**
     * One thread a run: one calling thread per core beats one run on all cores, and does not collapse when another process
     * takes a core.
     */
    public static final EngineOptions DEFAULT = new EngineOptions(Provider.CPU, 1, BatchSizes.ANY, Sharing.ALL_LANES);

    /** While one lane's batch runs on a GPU, the next one is copied there. */
    private static final int LANES_PER_GPU = 2;

    public EngineOptions {
        if (intraOpThreads < 1) {
            throw new IllegalArgumentException("Expected at least one thread a run, found " + intraOpThreads + ".");
        }
    }

    /** The usual ones for a device. */
    public static EngineOptions on(Provider provider) {
        if (provider instanceof Provider.TensorRt) {
            return new EngineOptions(provider, 1, BatchSizes.POWERS_OF_TWO, Sharing.EACH_LANE_AND_SIZE);
        }
        return provider instanceof Provider.Cuda
                ? new EngineOptions(provider, 1, BatchSizes.POWERS_OF_TWO, Sharing.EACH_LANE)
                : DEFAULT;
    }

    /**
     * How many batches are best run at the same time: one on each core, or two on each GPU.
     *
     * @param cores that this process may use
     */
    public int usualLanes(int cores) {
        int gpus = provider.devices().size();
        return gpus == 0 ? cores : LANES_PER_GPU * gpus;
    }
}
