package io.sluice.deploy.modeling;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.UsageException;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.engine.Provider;
import io.sluice.inference.model.ActivationRanges;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.vit.ActivationRangesFile;
import io.sluice.inference.vit.Diagnostic;
import io.sluice.inference.weights.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A checkpoint and how an operator wants it; equal to itself only. For any number of threads. */
public final class Weights {
    private final ModelRequest request;
    private final Checkpoint checkpoint;
    private final Optional<Path> file;

    /** Kept, since measuring them takes as long as loading several models. */
    private Optional<ActivationRanges> ranges = Optional.empty();

    /**
     * Of a checkpoint that has been opened.
     *
     * @param request the part of the command line that is about the model
     * @param file where it is; empty where it is in no file of the operator's
     */
    public Weights(ModelRequest request, Checkpoint checkpoint, Optional<Path> file) {
        this.request = request;
        this.checkpoint = checkpoint;
        this.file = file;
    }

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

    /** What the model is run on, and how. */
    public EngineOptions engine() {
        return request.engine();
    }

    /** The checkpoint. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /** None is loaded yet. */
    public Engines engines() {
        return new Engines((reducer, precision) -> compile(with(reducer, precision), Set.of()), request.engine());
    }

    /** The model as the request has it, compiled. */
    CompiledModel compile() {
        return compile(request, Set.of());
    }

    /** The model as the request has it, ready to run; the caller closes it. */
    LoadedModel load() {
        return request.load(compile(), checkpoint.config().classNames());
    }

    /**
     * The model that shows where the picture's patches are, compiled.
     *
     * @throws UsageException where reducer or precision do not fit the checkpoint
     */
    public CompiledModel traced(ReducerSpec reducer, Precision precision) {
        return compile(with(reducer, precision), Set.of(Diagnostic.HOLDERS));
    }

    private ModelRequest with(ReducerSpec reducer, Precision precision) {
        PrecisionRequest wanted =
                new PrecisionRequest(Optional.of(precision), request.precision().ranges());
        return request.withReducer(reducer).withPrecision(wanted);
    }

    private CompiledModel compile(ModelRequest wanted, Set<Diagnostic> diagnostics) {
        return wanted.compile(checkpoint, diagnostics, this::ranges);
    }

    /** What INT8 needs to know: from its file or, where the checkpoint is no file, measured on synthetic scenes. */
    synchronized ActivationRanges ranges() {
        if (ranges.isEmpty()) {
            ranges = Optional.of(rangesFile()
                    .map(ActivationRangesFile::read)
                    .orElseGet(() -> Quantization.DEFAULT.onScenes(request, checkpoint)));
        }
        return ranges.get();
    }

    /** Sizes of the model for the pictures that it is to be run on, which need not be as large as those it was trained on. */
    public VitShape shape() {
        VitShape trained = trained();
        return orUsage(() -> trained.forInputSize(preprocessing(trained).inputSize()));
    }

    /** What is done to pictures before the model sees them. */
    public Preprocessing preprocessing() {
        return preprocessing(trained());
    }

    private Preprocessing preprocessing(VitShape trained) {
        return request.pictures().over(checkpoint.config(), trained.inputSize());
    }

    private VitShape trained() {
        return request.compiler(checkpoint).shape();
    }

    /** What the classes are called. */
    public ClassNames classNames() {
        return request.names(checkpoint, trained().classes());
    }

    /** The file that says what INT8 needs to know; empty where there is none, or where that would be measured. */
    public Optional<Path> activationRanges() {
        return rangesFile().filter(Files::isRegularFile);
    }

    private Optional<Path> rangesFile() {
        return request.precision().ranges().or(() -> file.map(ActivationRangesFile::beside));
    }

    /** The precisions that the model is worth running in without anybody's asking, the most exact first. */
    public List<Precision> usualPrecisions() {
        if (!engine().provider().equals(Provider.CPU)) {
            return List.of(Precision.FLOAT16);
        }
        return activationRanges().isPresent() ? List.of(Precision.FLOAT32, Precision.INT8) : List.of(Precision.FLOAT32);
    }
}
