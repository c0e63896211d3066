package io.sluice.deploy.cli;

import io.sluice.deploy.modeling.Engines;
import io.sluice.deploy.modeling.ModelRequest;
import io.sluice.deploy.modeling.PictureRequest;
import io.sluice.deploy.modeling.PrecisionRequest;
import io.sluice.deploy.modeling.Rung;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Several operating points of one model: every reducer in every precision. */
final class LadderOptions {
    @Option(
            names = "--reducer",
            paramLabel = "SPEC",
            description = "How tokens are shed: none, ppt:r=50, evit:keep=0.7, tome:r=13 or any other that 'model"
                    + " classify' takes; may be given several times (default: none).")
    private List<ReducerSpec> reducers = List.of(ReducerSpec.NONE);

    @Option(
            names = "--precision",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Arithmetic of the matrix products: float32, int8 (CPU) or float16 (GPU); may be given several times"
                            + " (default: float32).")
    private List<Precision> precisions = List.of(Precision.FLOAT32);

    @Option(
            names = "--activation-ranges",
            paramLabel = "FILE",
            description = "What 'model quantize' measured for int8 (default: the file beside the checkpoint).")
    private Path ranges;

    @Mixin
    private DeviceOptions device;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--heads",
            paramLabel = "N",
            description = "Attention heads, where the checkpoint does not say (default: one for 64 channels).")
    private Integer heads;

    /** The model, but for reducer and precision. */
    ModelRequest request(PictureRequest pictures, Optional<Path> classNames) {
        OptionalInt given = heads == null ? OptionalInt.empty() : OptionalInt.of(heads);
        PrecisionRequest precision = new PrecisionRequest(Optional.empty(), Optional.ofNullable(ranges));
        return new ModelRequest(Optional.empty(), given, precision, pictures, classNames, device.engine(command));
    }

    List<ReducerSpec> reducers() {
        return reducers;
    }

    List<Precision> precisions() {
        return precisions;
    }

    /** All of them, each once. */
    List<Rung> rungs(Engines engines) {
        return precisions.stream()
                .flatMap(precision -> reducers.stream().map(reducer -> engines.rung(reducer, precision)))
                .distinct()
                .toList();
    }
}
