package io.sluice.deploy.cli;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.bench.ScrapeBench;
import io.sluice.deploy.bench.ScrapeResult;
import io.sluice.deploy.bench.Spread;
import io.sluice.deploy.modeling.LoadedModel;
import io.sluice.inference.model.ReducerSpec;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "scrape",
        description = "What it costs to be scraped by Prometheus each second.",
        footer = {
            "",
            "One process answers frames that lie ready on the topic of an embedded broker, and is scraped in every other"
                    + " stretch of time, by itself and on the same cores."
        })
final class BenchScrapeCommand implements Callable<Integer> {
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
    private ResultOptions result;

    BenchScrapeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (repetitions < 1 || duration.toSeconds() < 1 || cameras < 1) {
            throw new UsageException("Expected --repeat and --camera-count of at least 1 and --duration of at least a"
                    + " second, found " + repetitions + ", " + cameras + " and " + duration.toMillis() + " ms.");
        }
        ScrapeBench bench = new ScrapeBench(
                duration,
                repetitions,
                cameras,
                Runtime.getRuntime().availableProcessors(),
                surroundings.clock(),
                System::nanoTime);
        try (LoadedModel loaded = model.load(reducer)) {
            ScrapeResult measured = bench.run(loaded);
            result.print(measured, () -> text(measured));
        }
        return ExitCode.OK;
    }

    private static String text(ScrapeResult measured) {
        return measured.model() + ", " + measured.cameras() + " cameras, " + measured.windows()
                + " stretches of each kind, medians with the range" + System.lineSeparator()
                + "frames/s while nobody scrapes  " + spread("%.1f", measured.framesPerSecond())
                + System.lineSeparator()
                + "frames/s scraped each second   " + spread("%.1f", measured.scrapedFramesPerSecond())
                + System.lineSeparator()
                + "ratio                          " + spread("%.3f", measured.ratio()) + System.lineSeparator()
                + "one scrape under load, ms      " + spread("%.1f", measured.scrapeMillis())
                + System.lineSeparator()
                + "one scrape afterwards, ms      " + spread("%.1f", measured.quietScrapeMillis()) + ", "
                + measured.scrapeBytes() + " bytes";
    }

    private static String spread(String form, Spread spread) {
        return String.format(
                Locale.ROOT, form + " (" + form + "-" + form + ")", spread.median(), spread.least(), spread.most());
    }
}
