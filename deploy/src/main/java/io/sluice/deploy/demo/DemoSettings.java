package io.sluice.deploy.demo;

import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.console.ConsoleSettings;
import io.sluice.inference.stream.InferenceSettings;
import io.sluice.ingest.IngestSettings;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a demo runs.
 *
 * @param broker where it listens
 * @param ingest which cameras
 * @param inference how frames are answered
 * @param kafka client properties but the address of the broker, such as the processing guarantee
 * @param console what its page shows
 * @param duration how long frames are taken; empty until asked to end or until all cameras have ended
 */
public record DemoSettings(
        BrokerSettings broker,
        IngestSettings ingest,
        InferenceSettings inference,
        Map<String, Object> kafka,
        ConsoleSettings console,
        Optional<Duration> duration) {
    public DemoSettings {
        kafka = Map.copyOf(kafka);
        if (!ingest.topics().equals(inference.topics())) {
            throw new IllegalArgumentException("Expected ingest and inference on the same topics, found "
                    + ingest.topics() + " and " + inference.topics() + ".");
        }
        if (duration.isPresent()
                && (duration.get().isNegative() || duration.get().isZero())) {
            throw new IllegalArgumentException("Expected a duration above zero, found " + duration.get() + ".");
        }
    }

    /** The names of the topics. */
    Topics topics() {
        return ingest.topics();
    }
}
