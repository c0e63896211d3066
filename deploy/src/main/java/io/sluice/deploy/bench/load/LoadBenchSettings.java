package io.sluice.deploy.bench.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a bench of loads does. Its place for frames is known to be one before hours of measuring.
 *
 * @param load when frames are due
 * @param deadline from capture to publication
 * @param duration of a run
 * @param cameras at least one
 * @param lanes threads that run models
 * @param maxBatch largest batch of policies that adapt it, in frames
 * @param repetitions of each policy
 * @param seed of phases and pictures
 * @param policies to compare, each once
 * @param csv where each frame's fate is written, a line each
 */
public record LoadBenchSettings(
        Load load,
        Duration deadline,
        Duration duration,
        int cameras,
        int lanes,
        int maxBatch,
        int repetitions,
        long seed,
        List<PolicyKind> policies,
        Optional<Path> csv) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Long enough for the just-in-time compiler, and for windows that even out. */
    private static final Duration SHORTEST_PROBE = Duration.ofSeconds(6);

    private static final Duration LONGEST_PROBE = Duration.ofSeconds(15);

    public LoadBenchSettings {
        policies = policies.stream().distinct().toList();
        require(duration.compareTo(SHORTEST) >= 0, "--duration of at least 1 s", duration.toMillis() + " ms");
        require(!deadline.isNegative() && !deadline.isZero(), "--deadline above zero", deadline.toMillis() + " ms");
        require(cameras >= 1, "--cameras of at least 1", cameras);
        require(lanes >= 1, "--lanes of at least 1", lanes);
        require(maxBatch >= 1, "--max-batch of at least 1", maxBatch);
        require(repetitions >= 1, "--repeat of at least 1", repetitions);
        require(seed >= 0, "--seed of at least 0", seed);
        require(!policies.isEmpty(), "at least one of --policies", 0);
        csv.ifPresent(FrameCsv::requirePlace);
    }

    private static void require(boolean holds, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException("Expected " + expected + ", found " + found + ".");
        }
    }

    /** This but for one of several policies. */
    public LoadBenchSettings without(PolicyKind policy) {
        List<PolicyKind> others =
                policies.stream().filter(other -> other != policy).toList();
        return new LoadBenchSettings(
                load, deadline, duration, cameras, lanes, maxBatch, repetitions, seed, others, csv);
    }

    /** How long the dense capacity is measured: a quarter of a run, within reason. */
    Duration probe() {
        Duration quarter = duration.dividedBy(4);
        Duration atLeast = quarter.compareTo(SHORTEST_PROBE) < 0 ? SHORTEST_PROBE : quarter;
        return atLeast.compareTo(LONGEST_PROBE) > 0 ? LONGEST_PROBE : atLeast;
    }
}
