package io.sluice.deploy.cli;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.bench.Spread;
import io.sluice.deploy.bench.WatchBench;
import io.sluice.deploy.bench.WatchResult;
import io.sluice.deploy.modeling.LoadedModel;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "watch",
        description = "What it costs to be watched: scraped by Prometheus each second, and looked at in a browser.",
        footer = {
            "",
            "One process answers frames that lie ready on the topic of an embedded broker, and takes turns between nobody who"
                    + " watches, a scrape each second, and one console, all on the same cores."
        })
final class BenchWatchCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @ArgGroup(multiplicity = "1")
    private MeasuredModel model;

    @Option(
            names = "--reducer",
            paramLabel = "SPEC",
            defaultValue = "none",
            description = "The reducer to run with (default: ${DEFAULT-VALUE}).")
    private ReducerSpec reducer;

    @Option(
            names = "--repeat",
            defaultValue = "5",
            paramLabel = "N",
            description = "Stretches of each kind (default: ${DEFAULT-VALUE}).")
    private int repetitions;

    @Option(
            names = "--duration",
            defaultValue = "5s",
            paramLabel = "DURATION",
            description = "Length of a stretch in whole seconds (default: ${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--camera-count",
            defaultValue = "50",
            paramLabel = "N",
            description = "Cameras, each with a label of its own (default: ${DEFAULT-VALUE}).")
    private int cameras;

    @Mixin
    private DeviceOptions device;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec command;

    BenchWatchCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (repetitions < 1 || duration.toSeconds() < 1 || cameras < 1) {
            throw new UsageException("Expected --repeat and --camera-count of at least 1 and --duration of at least a"
                    + " second, found " + repetitions + ", " + cameras + " and " + duration.toMillis() + " ms.");
        }
        WatchBench bench = new WatchBench(
                duration,
                repetitions,
                cameras,
                Runtime.getRuntime().availableProcessors(),
                surroundings.clock(),
                System::nanoTime);
        try (LoadedModel loaded = model.load(reducer, Precision.FLOAT32, device.engine(command))) {
            WatchResult measured = bench.run(loaded);
            result.print(measured, () -> text(measured));
        }
        return ExitCode.OK;
    }

    private static String text(WatchResult measured) {
        WatchResult.Watched scraped = measured.scraped();
        WatchResult.Watched viewed = measured.viewed();
        return String.join(
                System.lineSeparator(),
                measured.model() + ", " + measured.cameras() + " cameras, " + measured.windows()
                        + " stretches of each kind, medians with the range",
                "frames/s while nobody watches  " + spread("%.1f", measured.framesPerSecond()),
                "frames/s scraped each second   " + spread("%.1f", scraped.framesPerSecond()) + ", ratio "
                        + spread("%.3f", scraped.ratio()),
                "frames/s with a console open   " + spread("%.1f", viewed.framesPerSecond()) + ", ratio "
                        + spread("%.3f", viewed.ratio()) + ", " + measured.tiles() + " tiles seen",
                "one scrape under load, ms      " + spread("%.1f", measured.scrapes()),
                "one scrape afterwards, ms      " + spread("%.1f", measured.quietScrapes()) + ", "
                        + measured.scrapeBytes() + " bytes");
    }

    private static String spread(String form, Spread spread) {
        return String.format(
                Locale.ROOT, form + " (" + form + "-" + form + ")", spread.median(), spread.least(), spread.most());
    }
}
