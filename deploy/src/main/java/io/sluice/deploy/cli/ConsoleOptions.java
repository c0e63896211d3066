package io.sluice.deploy.cli;

import io.sluice.deploy.console.ConsoleSettings;
import io.sluice.deploy.console.Fact;
import io.sluice.deploy.console.Frames;
import io.sluice.inference.stream.InferenceSettings;
import io.sluice.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What the console of a process shows. */
public final class ConsoleOptions {
    @Option(
            names = "--no-frames",
            description = "Let the console show no pictures, only what is said of them (default: it shows them).")
    private boolean hidden;

    /** What the page says of how frames are answered. */
    static List<Fact> facts(InferenceSettings settings) {
        return List.of(
                new Fact("Application id", settings.applicationId()),
                new Fact("Lanes", Integer.toString(settings.batching().lanes())),
                new Fact("Largest batch", Integer.toString(settings.maxBatch())),
                new Fact("Linger", settings.batching().linger().toMillis() + " ms"),
                new Fact("Frames in flight", "at most " + settings.framesInFlight()));
    }

    /**
     * What it shows.
     *
     * @param topics of the system
     * @param servers of Kafka
     * @param more that the page is to say of the process
     */
    ConsoleSettings settings(Topics topics, String servers, List<Fact> more) {
        List<Fact> configuration = new ArrayList<>(List.of(
                new Fact("Kafka", servers),
                new Fact("Topics", topics.prefix() + ".*"),
                new Fact("Pictures", hidden ? "not shown (--no-frames)" : "shown")));
        configuration.addAll(more);
        return new ConsoleSettings(topics, hidden ? Frames.HIDDEN : Frames.SHOWN, configuration);
    }
}
