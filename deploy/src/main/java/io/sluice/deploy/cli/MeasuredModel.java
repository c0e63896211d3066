package io.sluice.deploy.cli;

import io.sluice.deploy.bench.Architecture;
import io.sluice.deploy.modeling.LoadedModel;
import io.sluice.deploy.modeling.ModelRequest;
import io.sluice.deploy.modeling.PictureRequest;
import io.sluice.deploy.modeling.PrecisionRequest;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.weights.Checkpoint;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
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

    /**
     * The model with a reducer, ready to run; the caller closes it.
     *
     * @param engine what to run it on
     */
    LoadedModel load(ReducerSpec reducer, Precision precision, EngineOptions engine) {
        ModelRequest request = new ModelRequest(
                Optional.of(reducer),
                OptionalInt.empty(),
                PrecisionRequest.of(precision),
                PictureRequest.USUAL,
                Optional.empty(),
                engine);
        return open(request::load, request::load);
    }

    /** What one of two functions makes of the model, whichever fits. */
    <T> T open(Function<Path, T> file, Function<Checkpoint, T> untrained) {
        return weights == null ? untrained.apply(architecture.checkpoint()) : file.apply(weights);
    }
}
