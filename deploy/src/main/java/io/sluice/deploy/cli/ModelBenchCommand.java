package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.bench.Combination;
import io.sluice.deploy.bench.ModelBench;
import io.sluice.deploy.bench.ModelBenchSettings;
import io.sluice.deploy.bench.Throughput;
import io.sluice.deploy.modeling.Engines;
import io.sluice.deploy.modeling.ModelRequest;
import io.sluice.deploy.modeling.PictureRequest;
import io.sluice.deploy.plot.PlotFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        description = "How fast a model is with each reducer, precision and batch, beside the dense model.",
        footer = {
            "",
            "Every combination has its turn in each repetition, and so has the dense model in FLOAT32 and in the precisions"
                    + " asked for: ratios are taken within a repetition, and medians over the repetitions.",
            "",
            "SPEED-UP is over the dense model in FLOAT32 at the same batch. MACS RATIO is multiply-accumulates of the dense"
                    + " model over those of the reduced one. EFFICIENCY is the speed-up over the dense model of the same"
                    + " precision and batch, divided by the MACs ratio: 1 where all the arithmetic saved is time saved.",
            "",
            "RESIDENT is by how much the process (VmRSS of /proc/self/status) grew while the engine was loaded and first"
                    + " run: weights as ONNX Runtime keeps them, its arena, buffers, and what the Java runtime took"
                    + " meanwhile. Engines loaded later find some of that in place, so the sum at the end says more than"
                    + " a single figure. All amounts of a reducer share one engine for each precision."
        })
final class ModelBenchCommand implements Callable<Integer> {
    private final StopSignal stop;

    @ArgGroup(multiplicity = "1")
    private MeasuredModel model;

    @Mixin
    private LadderOptions ladder;

    @Option(
            names = "--batch",
            split = ",",
            paramLabel = "N",
            description = "Images a run; may be given several times (default: 1).")
    private List<Integer> batches = List.of(1);

    @Option(
            names = "--threads",
            defaultValue = "1",
            paramLabel = "N",
            description = "Threads that run the same engine at the same time, each its own images (default:"
                    + " ${DEFAULT-VALUE}, as one lane of 'sluice infer').")
    private int threads;

    @Option(
            names = "--repeat",
            defaultValue = "5",
            paramLabel = "N",
            description = "Repetitions (default: ${DEFAULT-VALUE}).")
    private int repetitions;

    @Option(
            names = "--duration",
            defaultValue = "500ms",
            paramLabel = "DURATION",
            description = "How long a turn takes, or three runs if they take longer (default: ${DEFAULT-VALUE}).")
    private Duration duration;

    @Mixin
    private ResultOptions result;

    @Mixin
    private PlotOption plot;

    @Spec
    private CommandSpec command;

    ModelBenchCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() {
        Optional<PlotFile> figure = plot.file();
        List<Combination> combinations = orUsage(() -> Combination.of(ladder.reducers(), ladder.precisions(), batches));
        ModelBenchSettings settings = orUsage(() -> new ModelBenchSettings(threads, repetitions, duration));
        ModelBench bench = new ModelBench(
                settings,
                System::nanoTime,
                stop::requested,
                line -> command.commandLine().getErr().println(line));
        ModelRequest request = ladder.request(PictureRequest.USUAL, Optional.empty());
        try (Engines engines =
                model.open(weights -> Engines.of(request, weights), untrained -> Engines.of(request, untrained))) {
            report(bench.run(engines, combinations), figure);
        }
        return ExitCode.OK;
    }

    private void report(List<Throughput> rows, Optional<PlotFile> figure) {
        if (!rows.isEmpty()) {
            result.print(rows, () -> ThroughputTable.of(rows));
            figure.ifPresent(file -> file.write(ThroughputTable.plot(rows)));
        }
    }
}
