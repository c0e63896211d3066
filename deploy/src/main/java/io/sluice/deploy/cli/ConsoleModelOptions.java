package io.sluice.deploy.cli;

import io.sluice.deploy.modeling.ModelRequest;
import io.sluice.deploy.modeling.PrecisionRequest;
import io.sluice.deploy.modeling.Weights;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The model that a console may ask what it looks at: the one whose labels it shows. */
public final class ConsoleModelOptions {
    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "Checkpoint that the frames are labelled with (.safetensors or .pth), to show what the model looks"
                            + " at (default: none, and no token maps).")
    private Path weights;

    @Option(names = "--class-names", paramLabel = "FILE", description = "Names of the model's classes, as for infer.")
    private Path classNames;

    @Option(
            names = "--activation-ranges",
            paramLabel = "FILE",
            description = "What 'model quantize' measured for int8 (default: the file beside the checkpoint).")
    private Path ranges;

    @Option(names = "--heads", paramLabel = "N", description = "Attention heads, as for infer.")
    private Integer heads;

    @Mixin
    private PictureOptions pictures;

    /**
     * The checkpoint, opened, where one was named.
     *
     * @throws RuntimeException with one sentence for the operator where files or options do not do
     */
    Optional<Weights> weights() {
        return Optional.ofNullable(weights).map(file -> Weights.in(request(), file));
    }

    private ModelRequest request() {
        return new ModelRequest(
                Optional.empty(),
                heads == null ? OptionalInt.empty() : OptionalInt.of(heads),
                new PrecisionRequest(Optional.empty(), Optional.ofNullable(ranges)),
                pictures.request(),
                Optional.ofNullable(classNames));
    }
}
