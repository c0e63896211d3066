package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.inference.stream.events.EventSettings;
import io.sluice.inference.stream.events.IntervalRules;
import io.sluice.schemas.Topics;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How intervals are made of answers. */
public final class EventOptions {
    @Option(
            names = "--smooth",
            paramLabel = "DURATION",
            description =
                    "Time constant of the smoothed score of a class; an answer counts for the time since the one before"
                            + " it, and of that for as much as its operating point is faithful (default: 500ms).")
    private Duration smoothing = IntervalRules.DEFAULT.smoothing();

    @Option(
            names = "--enter",
            paramLabel = "SCORE",
            description = "Smoothed score from which on an interval may begin (default: ${DEFAULT-VALUE}).")
    private double enter = IntervalRules.DEFAULT.enter();

    @Option(
            names = "--leave",
            paramLabel = "SCORE",
            description = "Smoothed score below which it ends, less than --enter (default: ${DEFAULT-VALUE}).")
    private double leave = IntervalRules.DEFAULT.leave();

    @Option(
            names = "--min-duration",
            paramLabel = "DURATION",
            description = "How long the smoothed score has to hold before an interval has begun (default: 500ms).")
    private Duration minDuration = IntervalRules.DEFAULT.minDuration();

    @Option(
            names = "--gap",
            paramLabel = "DURATION",
            description =
                    "Time between two labelled frames of a camera that ends its intervals; longer than frames are apart"
                            + " (default: 2s).")
    private Duration gap = IntervalRules.DEFAULT.gap();

    @Option(
            names = "--silence",
            paramLabel = "DURATION",
            description =
                    "How long to wait, by the clock on the wall, for a camera whose answers have stopped coming, before its"
                            + " intervals end; longer than an outage that is to split none (default: 1m).")
    private Duration silence = EventSettings.USUAL_SILENCE;

    @Option(
            names = "--application-id",
            paramLabel = "ID",
            description = "Processes that share it share the answers (default: the topic prefix and -events).")
    private String applicationId;

    /**
     * How events are to be made.
     *
     * @throws io.sluice.deploy.UsageException if an option is wrong
     */
    EventSettings settings(Topics topics) {
        EventSettings usual = EventSettings.forTopics(topics);
        return orUsage(() -> new EventSettings(
                topics,
                applicationId == null ? usual.applicationId() : applicationId,
                new IntervalRules(smoothing, enter, leave, minDuration, gap),
                silence));
    }
}
