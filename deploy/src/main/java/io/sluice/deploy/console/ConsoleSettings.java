package io.sluice.deploy.console;

import io.sluice.schemas.Topics;
import java.util.List;

/**
 * What a console shows.
 *
 * @param topics of the system
 * @param frames whether pictures are shown
 * @param configuration of the process that serves it; no secrets
 */
public record ConsoleSettings(Topics topics, Frames frames, List<Fact> configuration) {
    public ConsoleSettings {
        configuration = List.copyOf(configuration);
    }
}
