package io.sluice.deploy.modeling;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.UsageException;
import io.sluice.inference.engine.Engine;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.engine.Provider;
import io.sluice.inference.model.ActivationRanges;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.Smoothing;
import io.sluice.inference.vit.AmountForm;
import io.sluice.inference.vit.CompileOptions;
import io.sluice.inference.vit.CompiledModels;
import io.sluice.inference.vit.Diagnostic;
import io.sluice.inference.vit.ModelCompiler;
import io.sluice.inference.vit.OperatingPoints;
import io.sluice.inference.weights.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How an operator wants a model: the part of the command line that is the same wherever a model is named. Everything here
 * throws {@link UsageException} where the request does not fit the model, and the exceptions of {@code weights}, {@code vit}
 * and {@code engine} where a file does not do, each with one sentence for the operator.
 *
 * @param reducer which reducer; absent, none for a checkpoint, and for a compiled model the one that it was compiled for
 * @param heads attention heads, where the checkpoint does not say
 * @param precision in what arithmetic
 * @param pictures what pictures need
 * @param classNames file of the classes' names; absent, those beside the checkpoint, or else their numbers
 * @param engine what the model is run on, and how
 */
public record ModelRequest(
        Optional<ReducerSpec> reducer,
        OptionalInt heads,
        PrecisionRequest precision,
        PictureRequest pictures,
        Optional<Path> classNames,
        EngineOptions engine) {
    /** On the CPU. */
    public ModelRequest(
            Optional<ReducerSpec> reducer,
            OptionalInt heads,
            PrecisionRequest precision,
            PictureRequest pictures,
            Optional<Path> classNames) {
        this(reducer, heads, precision, pictures, classNames, EngineOptions.DEFAULT);
    }

    /** Whether a file is, by its name, a compiled model and no checkpoint. */
    public static boolean isCompiled(Path file) {
        return file.toString().endsWith(".onnx");
    }

    /** This with another reducer. */
    public ModelRequest withReducer(ReducerSpec other) {
        return new ModelRequest(Optional.of(other), heads, precision, pictures, classNames, engine);
    }

    /** This with names of the classes. */
    ModelRequest withClassNames(Path file) {
        return new ModelRequest(reducer, heads, precision, pictures, Optional.of(file), engine);
    }

    /** This in another precision. */
    public ModelRequest withPrecision(PrecisionRequest other) {
        return new ModelRequest(reducer, heads, other, pictures, classNames, engine);
    }

    /** This run otherwise. */
    public ModelRequest on(EngineOptions other) {
        return new ModelRequest(reducer, heads, precision, pictures, classNames, other);
    }

    /** Compiles a checkpoint, or reads a model that was compiled before. */
    public CompiledModel compile(Path weights) {
        return isCompiled(weights)
                ? adapted(weights, CompiledModels.read(weights))
                : Weights.in(this, weights).compile();
    }

    /**
     * Compiles a checkpoint that has been opened.
     *
     * @param ranges asked for where the precision needs them
     */
    CompiledModel compile(Checkpoint checkpoint, Set<Diagnostic> diagnostics, Supplier<ActivationRanges> ranges) {
        // What shows more than labels runs elsewhere: see TracedWeights.
        AmountForm amounts = diagnostics.isEmpty() ? amounts(engine) : AmountForm.INPUT;
        CompileOptions options = options().withDiagnostics(diagnostics).withAmounts(amounts);
        return compile(checkpoint, precision.needsRanges() ? options.withRanges(ranges.get()) : options);
    }

    /** The dense model that shows its operands, for measuring activations. */
    CompiledModel observed(Checkpoint checkpoint, Smoothing smoothing) {
        return withReducer(ReducerSpec.NONE)
                .withPrecision(PrecisionRequest.USUAL)
                .compile(
                        checkpoint,
                        options().withDiagnostics(Set.of(Diagnostic.OPERANDS)).withSmoothing(smoothing));
    }

    private CompiledModel compile(Checkpoint checkpoint, CompileOptions options) {
        ModelCompiler compiler = new ModelCompiler(checkpoint, options);
        Preprocessing preprocessing =
                pictures.over(checkpoint.config(), compiler.shape().inputSize());
        return orUsage(() -> compiler.compile(reducer.orElse(ReducerSpec.NONE), precision.orFloat32(), preprocessing));
    }

    /** Compiles or reads a model and makes it ready to run. */
    public LoadedModel load(Path weights) {
        return isCompiled(weights)
                ? load(compile(weights), List.of())
                : Weights.in(this, weights).load();
    }

    /** Compiles a checkpoint that is no file and makes it ready to run. */
    public LoadedModel load(Checkpoint checkpoint) {
        return new Weights(this, checkpoint, Optional.empty()).load();
    }

    static AmountForm amounts(EngineOptions engine) {
        return engine.provider() instanceof Provider.TensorRt ? AmountForm.BAKED : AmountForm.INPUT;
    }

    ModelCompiler compiler(Checkpoint checkpoint) {
        return new ModelCompiler(checkpoint, options());
    }

    private CompileOptions options() {
        CompileOptions usual = CompileOptions.DEFAULT;
        return heads.isPresent() ? usual.withHeads(heads.getAsInt()) : usual;
    }

    LoadedModel load(CompiledModel model, List<String> stated) {
        ClassNames names = names(stated, model.shape().classes());
        return new LoadedModel(Engine.load(model, engine), model.point(), names);
    }

    /** What a checkpoint's classes are called. */
    public ClassNames names(Checkpoint checkpoint, int classes) {
        return names(checkpoint.config().classNames(), classes);
    }

    private ClassNames names(List<String> stated, int classes) {
        return classNames
                .map(file -> ClassNames.read(file, classes))
                .orElseGet(() -> stated.isEmpty() ? ClassNames.numbered(classes) : ClassNames.of(stated, classes));
    }

    /** A compiled model run otherwise than it was compiled for, as far as its graph allows. */
    private CompiledModel adapted(Path file, CompiledModel model) {
        if (heads.isPresent() && heads.getAsInt() != model.shape().heads()) {
            throw built(file, model.shape().heads() + " attention heads");
        }
        Precision built = model.point().precision();
        if (precision.precision().orElse(built) != built) {
            throw built(file, "precision " + built);
        }
        Preprocessing preprocessing = orUsage(() -> pictures.over(model.preprocessing()));
        requireSameGraph(file, model.preprocessing(), preprocessing);
        OperatingPoint point = orUsage(
                () -> reducer.map(spec -> OperatingPoints.sibling(model, spec)).orElse(model.point()));
        return new CompiledModel(model.onnx(), model.id(), model.shape(), preprocessing, point);
    }

    private static void requireSameGraph(Path file, Preprocessing built, Preprocessing asked) {
        if (asked.inputSize() != built.inputSize()) {
            throw built(file, "input size " + built.inputSize());
        }
        if (!asked.mean().equals(built.mean()) || !asked.std().equals(built.std())) {
            throw built(file, "mean " + built.mean() + " and std " + built.std());
        }
    }

    private static UsageException built(Path file, String what) {
        return new UsageException(
                "Model " + file + " was built for " + what + ": build it from its checkpoint again to change that.");
    }
}
