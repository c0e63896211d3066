package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.inference.batch.BatchSettings;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.stream.InferenceSettings;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** How one inference process works. */
public final class InferenceOptions {
    @Option(
            names = "--lanes",
            paramLabel = "N",
            description =
                    "Batches run at the same time, each on a thread of its own (default: one for each core, or two for"
                            + " each GPU).")
    private Integer lanes;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Largest batch, in frames; more than 1 or 2 pays on GPUs only (default: 1, or 32 on GPUs).")
    private Integer batch;

    @Option(
            names = "--linger",
            paramLabel = "DURATION",
            description = "How long a frame may wait for others to fill its batch, such as 5ms (default: 0).")
    private Duration linger;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            description =
                    "Most frames that are decoded and not yet inferred (default: 16 batches for each lane, or 4 on GPUs).")
    private Integer inFlight;

    @Option(
            names = "--stream-threads",
            paramLabel = "N",
            description =
                    "Threads that read frames, decode them and publish answers (default: 1, or up to 8 for GPUs).")
    private Integer streamThreads;

    @Option(
            names = "--application-id",
            paramLabel = "ID",
            description = "Processes that share it share the frames (default: the topic prefix and -inference).")
    private String applicationId;

    @Option(
            names = "--guarantee",
            paramLabel = "GUARANTEE",
            description = "exactly_once_v2, or at_least_once: answers a little sooner, and a crash may repeat some"
                    + " (default: exactly_once_v2).")
    private Guarantee guarantee = Guarantee.EXACTLY_ONCE_V2;

    /** How often a frame is answered when processes crash; named as Kafka Streams names it. */
    enum Guarantee {
        EXACTLY_ONCE_V2,
        AT_LEAST_ONCE
    }

    /**
     * What an inference process is to do.
     *
     * @param cores of this machine
     * @param engine what models run on
     * @throws io.sluice.deploy.UsageException if an option is wrong
     */
    InferenceSettings settings(Topics topics, int cores, EngineOptions engine) {
        return orUsage(() -> over(
                InferenceSettings.forDevice(engine.provider(), topics, engine.usualLanes(cores), cores),
                engine.provider().devices().isEmpty() ? 16 : 4));
    }

    private InferenceSettings over(InferenceSettings usual, int batchesInFlight) {
        BatchSettings batching = new BatchSettings(
                or(lanes, usual.batching().lanes()), or(linger, usual.batching().linger()));
        int maxBatch = or(batch, usual.maxBatch());
        int roomy = Math.max(usual.framesInFlight(), batchesInFlight * maxBatch * batching.lanes());
        return new InferenceSettings(
                usual.topics(),
                or(applicationId, usual.applicationId()),
                or(streamThreads, usual.streamThreads()),
                batching,
                maxBatch,
                or(inFlight, roomy),
                usual.topLabels(),
                usual.reportInterval());
    }

    private static <T> T or(T given, T usual) {
        return given == null ? usual : given;
    }

    /** Adds what Kafka Streams is to be told. */
    void addTo(Map<String, Object> kafka) {
        kafka.put("processing.guarantee", guarantee.name().toLowerCase(Locale.ROOT));
    }
}
