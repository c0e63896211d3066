package io.sluice.deploy.cli;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.bench.PipelineBench;
import io.sluice.deploy.bench.PipelineResult;
import io.sluice.deploy.modeling.LoadedModel;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "pipeline",
        description =
                "How much of a model's speed is left from the topic of frames to the topic of labels, exactly once.",
        footer = {
            "",
            "Takes turns between the bare engine, which runs the model over and over on the same pixels, and the whole way"
                    + " of frames that lie ready on the topic of an embedded broker, on the same cores."
        })
final class BenchPipelineCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @ArgGroup(multiplicity = "1")
    private MeasuredModel model;

    @Option(
            names = "--reducer",
            paramLabel = "SPEC",
            description = "A reducer to measure; may be given several times (default: none).")
    private List<ReducerSpec> reducers = List.of(ReducerSpec.NONE);

    @Option(
            names = "--repeat",
            defaultValue = "3",
            paramLabel = "N",
            description = "Measurements of each kind (default: ${DEFAULT-VALUE}).")
    private int repetitions;

    @Option(
            names = "--duration",
            defaultValue = "10s",
            paramLabel = "DURATION",
            description = "About how long one measurement takes (default: ${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(names = "--lanes", paramLabel = "N", description = "Threads that run the model (default: one a core).")
    private Integer lanes;

    @Option(
            names = "--precision",
            defaultValue = "FLOAT32",
            paramLabel = "NAME",
            description = "Arithmetic of the matrix products: float32, int8 (CPU) or float16 (GPU) (default: float32).")
    private Precision precision;

    @Mixin
    private DeviceOptions device;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec command;

    BenchPipelineCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (repetitions < 1 || duration.toSeconds() < 1) {
            throw new UsageException("Expected --repeat of at least 1 and --duration of at least a second, found "
                    + repetitions + " and " + duration.toMillis() + " ms.");
        }
        int cores = Runtime.getRuntime().availableProcessors();
        int threads = lanes == null ? device.engine(command).usualLanes(cores) : lanes;
        PipelineBench bench = new PipelineBench(
                duration,
                threads,
                surroundings.clock(),
                System::nanoTime,
                line -> command.commandLine().getErr().println(line));
        List<PipelineResult> rows = new ArrayList<>();
        for (ReducerSpec reducer : reducers) {
            try (LoadedModel loaded = model.load(reducer, precision, device.engine(command))) {
                rows.add(bench.run(loaded, repetitions));
            }
        }
        result.print(rows, () -> BenchTable.of(rows));
        return ExitCode.OK;
    }
}
