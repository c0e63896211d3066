package io.sluice.deploy.bench.faults;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run is made of.
 *
 * @param seed of the plan
 * @param faults how many, 1 or more
 * @param kinds to choose from; those that are not possible on this machine are left out
 * @param inference processes, 2 to 8: while one is away, another must take over
 * @param ingest processes, 1 to 8
 * @param cameras of each ingest process, 1 to 100
 * @param framesPerSecond of each camera, 1 to 100
 * @param clockLibrary libfaketime; empty for wherever it is installed
 */
public record FaultSettings(
        long seed,
        int faults,
        Set<FaultKind> kinds,
        int inference,
        int ingest,
        int cameras,
        int framesPerSecond,
        Optional<Path> clockLibrary) {
    /** So many must survive one another's faults. */
    static final int BROKERS = 3;

    public FaultSettings {
        kinds = Set.copyOf(kinds);
        require(faults >= 1, "at least one fault", faults);
        require(!kinds.isEmpty(), "at least one kind of fault", kinds.size());
        require(inference >= 2 && inference <= 8, "2 to 8 inference processes", inference);
        require(ingest >= 1 && ingest <= 8, "1 to 8 ingest processes", ingest);
        require(cameras >= 1 && cameras <= 100, "1 to 100 cameras", cameras);
        require(framesPerSecond >= 1 && framesPerSecond <= 100, "1 to 100 frames a second", framesPerSecond);
    }

    private static void require(boolean holds, String expected, int found) {
        if (!holds) {
            throw new IllegalArgumentException("Expected " + expected + ", found " + found + ".");
        }
    }

    /**
     * What goes wrong in a run.
     *
     * @param possible those of the kinds that are possible on the machine
     */
    public FaultPlan plan(Set<FaultKind> possible) {
        return FaultPlan.of(seed, faults, possible, cast());
    }

    /**
     * The command that gives the same plan again, here and elsewhere.
     *
     * @param possible those of the kinds that are possible on the machine
     */
    public String replay(Set<FaultKind> possible) {
        String names = possible.stream().sorted().map(FaultKind::text).collect(joining(","));
        return "sluice bench faults --seed=" + seed + " --faults=" + faults + " --kinds=" + names + " --inference="
                + inference + " --ingest=" + ingest + " --cameras=" + cameras + " --fps=" + framesPerSecond
                + clockLibrary.map(library -> " --clock-library=" + library).orElse("");
    }

    private FaultPlan.Cast cast() {
        return new FaultPlan.Cast(Map.of(Role.BROKER, BROKERS, Role.INGEST, ingest, Role.INFERENCE, inference));
    }

    /** Those of the wanted kinds that can be made to happen. */
    Set<FaultKind> possible(boolean disks, boolean clocks) {
        EnumSet<FaultKind> possible = EnumSet.copyOf(kinds);
        possible.removeIf(kind -> (kind.fillsDisk() && !disks) || (kind.stepsClock() && !clocks));
        return possible;
    }
}
