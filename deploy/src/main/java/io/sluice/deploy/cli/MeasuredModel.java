package io.sluice.deploy.cli;

import io.sluice.deploy.bench.Architecture;
import io.sluice.inference.weights.Checkpoint;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** What a bench measures: a checkpoint, or a size where no weights are at hand. */
final class MeasuredModel {
    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "Checkpoint of a Vision Transformer (.safetensors, the index of split ones, or PyTorch's .pth).")
    private Path weights;

    @Option(
            names = "--arch",
            paramLabel = "NAME",
            description = "Random weights of this size: ${COMPLETION-CANDIDATES}.")
    private Architecture architecture;

    /** What one of two functions makes of the model, whichever fits. */
    <T> T open(Function<Path, T> file, Function<Checkpoint, T> untrained) {
        return weights == null ? untrained.apply(architecture.checkpoint()) : file.apply(weights);
    }
}
