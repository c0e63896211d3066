package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.bench.load.ArrivalTrace;
import io.sluice.deploy.bench.load.CameraLoad;
import io.sluice.deploy.bench.load.Load;
import io.sluice.deploy.bench.load.LoadShape;
import io.sluice.deploy.bench.load.TraceLoad;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** When frames are due in a bench. */
final class LoadOptions {
    private static final double USUAL_STEADY_LOAD = 0.5;

    @Option(
            names = "--load",
            paramLabel = "NAME",
            description =
                    "How load changes: step (0.5, 1.5, 0.5 times the dense model's capacity), ramp (0.5 to 3 times),"
                            + " spikes (0.5, and 2.5 times for a second every five), join-leave (cameras up to twice the capacity),"
                            + " broker-pause (0.8 times, and nothing passes to or from the broker for three seconds in the"
                            + " middle), slow-device (0.8 times, and another process takes half of the machine for up to ten seconds in"
                            + " the middle), steady (--mean-load all the time) (default: step).")
    private LoadShape shape;

    @Option(
            names = "--arrivals",
            paramLabel = "CSV",
            description = "Instead of --load, recorded arrivals: one column, 'seconds' at its top.")
    private Path arrivals;

    @Option(
            names = "--mean-load",
            paramLabel = "X",
            description =
                    "Mean rate of the run, in multiples of the dense model's capacity: what its part of the recorded"
                            + " arrivals is stretched or compressed to (default: 1), or the rate of --load steady (default:"
                            + " 0.5).")
    private Double meanLoad;

    @Option(
            names = "--arrivals-from",
            paramLabel = "DURATION",
            description = "Where to begin in the recorded arrivals, in their own time (default: at their beginning).")
    private Duration from;

    /**
     * The load.
     *
     * @throws UsageException where options do not go together or the file is no record of arrivals
     */
    Load load() {
        if (arrivals == null) {
            return cameras();
        }
        if (shape != null) {
            throw new UsageException("Expected one of --load and --arrivals, found both.");
        }
        ArrivalTrace trace = ArrivalTrace.read(arrivals);
        return orUsage(
                () -> new TraceLoad(trace, meanLoad == null ? 1 : meanLoad, from == null ? Duration.ZERO : from));
    }

    private Load cameras() {
        if (from != null) {
            throw new UsageException("Expected --arrivals with --arrivals-from, found none.");
        }
        if (shape == LoadShape.STEADY) {
            return orUsage(() -> new CameraLoad(shape, meanLoad == null ? USUAL_STEADY_LOAD : meanLoad));
        }
        if (meanLoad != null) {
            throw new UsageException("Expected --arrivals or --load steady with --mean-load, found neither.");
        }
        return new CameraLoad(shape == null ? LoadShape.STEP : shape);
    }
}
