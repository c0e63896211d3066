package io.sluice.deploy.cli;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.modeling.LoadedModel;
import io.sluice.deploy.modeling.ModelRequest;
import io.sluice.deploy.modeling.PrecisionRequest;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.model.Precision;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model, and how it is to be run; the same wherever a model is named. */
public final class ModelOptions {
    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "Checkpoint of a Vision Transformer (.safetensors, the index of split ones, or PyTorch's .pth), or a"
                            + " model that 'model build' made (.onnx).")
    private Path weights;

    @Option(
            names = "--class-names",
            paramLabel = "FILE",
            description = "Names of the model's classes, one a line in their order, each optionally after its synset"
                    + " (default: those of the config.json beside the checkpoint, or their numbers).")
    private Path classNames;

    @Mixin
    private ReducerOption reduction;

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            description =
                    "Arithmetic of the matrix products: float32, int8 (CPU) or float16 (GPU) (default: float32; of a"
                            + " built model, what it was built for).")
    private Precision precision;

    @Option(
            names = "--activation-ranges",
            paramLabel = "FILE",
            description = "What 'model quantize' measured for int8 (default: the file beside the checkpoint).")
    private Path ranges;

    @Mixin
    private PictureOptions pictures;

    /** The file of the model, where one was named. */
    public Optional<Path> weights() {
        return Optional.ofNullable(weights);
    }

    /**
     * The file of the model.
     *
     * @throws UsageException where none was named
     */
    public Path requiredWeights() {
        return weights()
                .orElseThrow(
                        () -> new UsageException(
                                "Option --weights is missing: expected a checkpoint (.safetensors or .pth) or a built model (.onnx)."));
    }

    /**
     * The model of {@code --weights}, ready to run; the caller closes it.
     *
     * @param engine what to run it on
     * @throws RuntimeException with one sentence for the operator where files or options do not do
     */
    public LoadedModel load(EngineOptions engine) {
        return request().on(engine).load(requiredWeights());
    }

    /** All but {@code --weights}. */
    public ModelRequest request() {
        return new ModelRequest(
                reduction.reducer(),
                reduction.heads(),
                new PrecisionRequest(Optional.ofNullable(precision), Optional.ofNullable(ranges)),
                pictures.request(),
                Optional.ofNullable(classNames));
    }
}
