package io.sluice.deploy.modeling;

import io.sluice.deploy.UsageException;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.vit.ActivationRangesFile;
import io.sluice.inference.weights.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A checkpoint and how an operator wants it, but for reducer and precision.
 *
 * @param request the rest of the command line that is about the model
 * @param checkpoint opened
 * @param file where it is; empty where it is in no file of the operator's
 */
public record Weights(ModelRequest request, Checkpoint checkpoint, Optional<Path> file) {
    /**
     * Opens a checkpoint.
     *
     * @throws UsageException where it is a compiled model, which is one family in one precision
     */
    public static Weights in(ModelRequest request, Path file) {
        if (ModelRequest.isCompiled(file)) {
            throw new UsageException("Option --weights: expected a checkpoint, found the built model " + file + ".");
        }
        return new Weights(request, Checkpoint.open(file), Optional.of(file));
    }

    /** None is loaded yet. */
    public Engines engines() {
        return file.map(path -> Engines.of(request, checkpoint, path)).orElseGet(() -> Engines.of(request, checkpoint));
    }

    /**
     * The model that shows where the picture's patches are, compiled.
     *
     * @throws UsageException where reducer or precision do not fit the checkpoint
     */
    public CompiledModel traced(ReducerSpec reducer, Precision precision) {
        PrecisionRequest wanted =
                new PrecisionRequest(Optional.of(precision), request.precision().ranges());
        return request.withReducer(reducer).withPrecision(wanted).traced(checkpoint, file);
    }

    /** Sizes of the model. */
    public VitShape shape() {
        return request.compiler(checkpoint).shape();
    }

    /** What is done to pictures before the model sees them. */
    public Preprocessing preprocessing() {
        return request.pictures().over(checkpoint.config(), shape().inputSize());
    }

    /** What the classes are called. */
    public ClassNames classNames() {
        return request.names(checkpoint, shape().classes());
    }

    /** The file that says what INT8 needs to know; empty where there is none, or where that would be measured. */
    public Optional<Path> activationRanges() {
        return request.precision()
                .ranges()
                .or(() -> file.map(ActivationRangesFile::beside))
                .filter(Files::isRegularFile);
    }

    /** Whether the model can be run in INT8 without anybody's asking. */
    public boolean isPreparedFor(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> true;
            case INT8 -> activationRanges().isPresent();
            case FLOAT16 -> false;
        };
    }
}
