package io.sluice.inference.stream.events;

import io.sluice.schemas.Topics;
import java.time.Duration;

/**
 * How one process makes events.
 *
 * @param topics where answers come from and events go
 * @param applicationId Kafka Streams application id, which is the consumer group: processes that share it share the
 *     partitions
 * @param rules when a class has begun to be seen, and when it has ceased
 * @param silence how long, by the wall clock and to the second, a camera whose answers have stopped coming is waited for before
 *     what it shows ends and it is forgotten; at least {@code rules.gap()}. An outage of inference or Kafka that lasts longer
 *     ends what is open, too; time in which this process itself stood still does not count
 */
public record EventSettings(Topics topics, String applicationId, IntervalRules rules, Duration silence) {
    /** Longer than a restart of what makes or carries answers, which would otherwise split what its cameras show. */
    public static final Duration USUAL_SILENCE = Duration.ofMinutes(1);

    public EventSettings {
        if (applicationId.isBlank()) {
            throw new IllegalArgumentException("Expected an application id, found '" + applicationId + "'.");
        }
        if (silence.compareTo(rules.gap()) < 0) {
            throw new IllegalArgumentException(
                    "Expected a silence of at least the gap of " + rules.gap() + ", found " + silence + ".");
        }
    }

    /** The usual ones. */
    public static EventSettings forTopics(Topics topics) {
        return new EventSettings(topics, topics.prefix() + "-events", IntervalRules.DEFAULT, USUAL_SILENCE);
    }
}
