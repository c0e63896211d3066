package io.sluice.inference.stream;

import io.sluice.inference.batch.BatchSettings;
import io.sluice.inference.engine.Provider;
import io.sluice.schemas.Topics;
import java.time.Duration;

/**
 * How one inference process works.
 *
 * @param topics where frames come from and answers go
 * @param applicationId Kafka Streams application id, which is the consumer group: processes that share it share the
 *     partitions
 * @param streamThreads threads that decode pictures and forward answers; at least 1
 * @param batching lanes and linger
 * @param maxBatch largest batch, in frames
 * @param framesInFlight most frames decoded and not yet inferred, in the whole process; at least a batch for each lane.
 *     Each takes the bytes of one model input
 * @param topLabels classes in an answer, best first
 * @param reportInterval time between two throughput reports
 */
public record InferenceSettings(
        Topics topics,
        String applicationId,
        int streamThreads,
        BatchSettings batching,
        int maxBatch,
        int framesInFlight,
        int topLabels,
        Duration reportInterval) {
    private static final int GPU_BATCH = 32;

    /** For each lane of a GPU: one that runs, one that is copied, and what is being decoded. */
    private static final int BATCHES_IN_FLIGHT = 4;

    private static final int MOST_DECODERS = 8;

    public InferenceSettings {
        requireAtLeast(1, streamThreads, "stream threads");
        requireAtLeast(1, maxBatch, "frames in a batch");
        requireAtLeast(maxBatch * batching.lanes(), framesInFlight, "frames in flight");
        requireAtLeast(1, topLabels, "labels");
        if (applicationId.isBlank()) {
            throw new IllegalArgumentException("Expected an application id, found '" + applicationId + "'.");
        }
        if (reportInterval.compareTo(Duration.ofMillis(10)) < 0) {
            throw new IllegalArgumentException(
                    "Expected a report interval of at least 10 ms, found " + reportInterval + ".");
        }
    }

    /**
     * Settings that suit a CPU: a lane for each core, batches of one (larger ones lose there), reports each second.
     *
     * @param cores of this machine
     */
    public static InferenceSettings forCpu(Topics topics, int cores) {
        BatchSettings batching = new BatchSettings(cores, Duration.ZERO);
        return new InferenceSettings(
                topics, topics.prefix() + "-inference", 1, batching, 1, 16 * cores, 5, Duration.ofSeconds(1));
    }

    /**
     * Settings that suit a device: for GPUs few lanes and large batches, and several threads that decode meanwhile, of which as
     * many work as there are partitions.
     *
     * @param lanes batches that run at the same time
     * @param cores of this machine
     */
    public static InferenceSettings forDevice(Provider provider, Topics topics, int lanes, int cores) {
        InferenceSettings usual = forCpu(topics, lanes);
        if (provider.devices().isEmpty()) {
            return usual;
        }
        int decoders = Math.max(1, Math.min(MOST_DECODERS, cores - lanes));
        return new InferenceSettings(
                topics,
                usual.applicationId,
                decoders,
                usual.batching,
                GPU_BATCH,
                BATCHES_IN_FLIGHT * GPU_BATCH * lanes,
                usual.topLabels,
                usual.reportInterval);
    }

    /** As Kafka Streams knows it. */
    StreamsApplication application() {
        return new StreamsApplication("Inference", topics.frames(), applicationId, streamThreads);
    }

    private static void requireAtLeast(int least, int found, String what) {
        if (found < least) {
            throw new IllegalArgumentException("Expected at least " + least + " " + what + ", found " + found + ".");
        }
    }
}
