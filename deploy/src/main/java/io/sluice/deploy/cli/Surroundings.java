package io.sluice.deploy.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What commands know of the process around them.
 *
 * @param stop when to end
 * @param clock the time of day
 * @param terminal where progress is shown
 * @param cache directory of what can be made again, such as measurements; need not be there
 */
public record Surroundings(StopSignal stop, InstantSource clock, Terminal terminal, Path cache) {
    /**
     * Where the XDG Base Directory Specification puts Sluice's cache; relative paths in the environment do not count.
     *
     * @param environment of the process
     * @param home of its user
     */
    static Path cacheOf(Map<String, String> environment, Path home) {
        Path stated = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
        return (stated.isAbsolute() ? stated : home.resolve(".cache")).resolve("sluice");
    }
}
