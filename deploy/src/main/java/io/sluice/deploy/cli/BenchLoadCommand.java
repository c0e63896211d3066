package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.sluice.deploy.UsageException;
import io.sluice.deploy.bench.load.LoadBench;
import io.sluice.deploy.bench.load.LoadBenchSettings;
import io.sluice.deploy.bench.load.LoadOutcome;
import io.sluice.deploy.bench.load.PictureSource;
import io.sluice.deploy.bench.load.PolicyKind;
import io.sluice.deploy.calibration.AdaptiveModel;
import io.sluice.deploy.calibration.AdaptiveModels;
import io.sluice.deploy.calibration.FolderSamples;
import io.sluice.deploy.calibration.Samples;
import io.sluice.deploy.calibration.SceneSamples;
import io.sluice.ingest.pacing.Ticker;
import io.sluice.ingest.publish.FramePublisher;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "load",
        description = "What becomes of quality and punctuality under load: Sluice beside other ways to meet it.",
        footer = {
            "",
            "The whole pipeline with an embedded broker, on frames that are sent when they are due, whether or not the"
                    + " system keeps up. The dense model's capacity is measured first, end to end; loads are multiples of"
                    + " it. Policies run on the same lanes, topics of the same layout and the same frames, and take turns"
                    + " within each repetition.",
            "",
            "Policies: sluice; dense-queue (every frame waits its turn), dense-latest (only the newest frame of a camera"
                    + " waits), dense-deadline (frames that cannot make it are shed early), fixed-best (the one operating"
                    + " point that is best in hindsight; runs them all), fixed-fastest, batch-aimd (dense, only the batch"
                    + " adapts), model-switch (whole models only). All but the first two shed frames that would be late.",
            "",
            "EFFECTIVE: right and published within the deadline, of all frames offered. IN TIME: right or wrong. SERVED:"
                    + " right, of all labelled. AGE: from capture to publication. READ AGE: until a consumer of committed answers"
                    + " has it. Counts: per run. FLICKER: answers that"
                    + " differ from the one before them on the same scene. WORST: effective, of the camera that fares"
                    + " worst. JAIN: fairness between cameras, 1 at best. CPU: processor time of the whole process per answered frame."
                    + " SAME: labels that are those of dense-deadline, or the first dense policy, on the same frame. RECOVERY: after load rises or falls, seconds until"
                    + " frames are in time, and until they are answered at the policy's best point. In brackets, 95 %%"
                    + " intervals by Student's t over the repetitions."
        })
final class BenchLoadCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private LoadOptions load;

    @Option(
            names = "--deadline",
            defaultValue = "250ms",
            paramLabel = "DURATION",
            description = "From capture to publication (default: ${DEFAULT-VALUE}).")
    private Duration deadline;

    @Option(
            names = "--duration",
            defaultValue = "60s",
            paramLabel = "DURATION",
            description = "How long frames come in each run (default: ${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--repeat",
            defaultValue = "1",
            paramLabel = "N",
            description = "Runs of each policy (default: ${DEFAULT-VALUE}).")
    private int repetitions;

    @Option(names = "--policies", split = ",", paramLabel = "NAME", description = "What to compare (default: all).")
    private List<PolicyKind> policies;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Pictures to show, labelled as for 'model evaluate' or not: every second one is shown, the"
                    + " others are what operating points are compared on (default: synthetic scenes).")
    private Path images;

    @Option(
            names = "--cameras",
            defaultValue = "8",
            paramLabel = "N",
            description = "Cameras that share the load (default: ${DEFAULT-VALUE}).")
    private int cameras;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            description = "Threads that run models (default: one a core, two a GPU).")
    private Integer lanes;

    @Option(
            names = "--max-batch",
            defaultValue = "4",
            paramLabel = "N",
            description =
                    "Largest batch of policies that choose it; others use the smallest that is nearly as fast per frame as any"
                            + " (default: ${DEFAULT-VALUE}).")
    private int maxBatch;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Of the cameras' phases and the order of pictures (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--csv", paramLabel = "FILE", description = "Also write what became of each frame, a line each.")
    private Path csv;

    @Mixin
    private AdaptiveModelOptions model;

    @Mixin
    private CalibrationOptions calibration;

    @Mixin
    private LoadPlotOption plot;

    @Mixin
    private MemoryOption memory;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec command;

    BenchLoadCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        LoadBenchSettings settings = settings();
        Optional<LoadPlotOption.Figures> figures = plot.figures();
        requireImages();
        model.requireCheckpoint();
        hushIngest();
        CalibrationLines view = new CalibrationLines(err()::println, surroundings.stop(), System::nanoTime);
        AdaptiveModels models = calibration.models(settings.lanes(), maxBatch, view, surroundings);
        try (Contestants contestants = contestants(settings, models);
                AdaptiveModel adaptive = model.loadOrDemo(models, samples())) {
            LoadBench bench = bench(contestants.settings());
            memory.watch(
                    () -> bench.run(contestants.with(adaptive), shown()).ifPresent(outcome -> report(outcome, figures)),
                    err());
        }
        return ExitCode.OK;
    }

    private LoadBench bench(LoadBenchSettings settings) {
        return new LoadBench(
                settings, surroundings.clock(), Ticker.system(), err()::println, surroundings.stop()::requested);
    }

    private Contestants contestants(LoadBenchSettings settings, AdaptiveModels models) {
        return Contestants.of(
                settings,
                policies == null ? List.of() : policies,
                () -> model.loadWhole(models, samples()),
                err()::println);
    }

    /** It says of each run's topics that they are there. */
    private static void hushIngest() {
        Logger ingest = (Logger) LoggerFactory.getLogger(FramePublisher.class.getPackageName());
        if (!ingest.isDebugEnabled()) {
            ingest.setLevel(Level.WARN);
        }
    }

    private LoadBenchSettings settings() {
        int threads =
                lanes == null ? model.engine().usualLanes(Runtime.getRuntime().availableProcessors()) : lanes;
        Optional<Path> file = Optional.ofNullable(csv);
        List<PolicyKind> compared = policies == null ? List.of(PolicyKind.values()) : policies;
        return orUsage(() -> new LoadBenchSettings(
                load.load(), deadline, duration, cameras, threads, maxBatch, repetitions, seed, compared, file));
    }

    private void requireImages() {
        if (images != null && !Files.isDirectory(images)) {
            throw new UsageException("Option --images: there is no directory " + images + ".");
        }
        calibration.directory().filter(other -> images != null).ifPresent(this::requireApart);
    }

    /** No operating point is chosen on the pictures that it is judged on. */
    private void requireApart(Path calibrated) {
        Path one = real(images);
        Path other = real(calibrated);
        if (one.startsWith(other) || other.startsWith(one)) {
            throw new UsageException("Option --calibrate-on: expected pictures that are not those of --images, found "
                    + calibrated + " beside --images " + images + "; without it, every second one is kept for that.");
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) { // there is none, which is said when it is opened
            return path.toAbsolutePath().normalize();
        }
    }

    private List<Samples> samples() {
        return calibration.samples(limit -> List.of(
                images == null
                        ? new SceneSamples(limit)
                        : new FolderSamples(images, FolderSamples.Share.EVERY_SECOND, limit)));
    }

    private PictureSource shown() {
        return images == null ? new PictureSource.SyntheticScenes() : new PictureSource.Directory(images);
    }

    private void report(LoadOutcome outcome, Optional<LoadPlotOption.Figures> figures) {
        result.print(outcome.result(), () -> LoadTable.of(outcome.result()));
        figures.ifPresent(files -> files.write(outcome));
    }

    private PrintWriter err() {
        return command.commandLine().getErr();
    }
}
