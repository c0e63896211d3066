package io.sluice.inference.reference;

import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.reduction.TokenReducer;
import io.sluice.inference.reference.ReferenceResult.Outcome;
import io.sluice.inference.reference.ReferenceRuntime.Outputs;
import io.sluice.inference.vit.CompileOptions;
import io.sluice.inference.vit.Diagnostic;
import io.sluice.inference.vit.ModelCompiler;
import io.sluice.inference.vit.PixelInput;
import io.sluice.inference.weights.Checkpoint;
import io.sluice.inference.weights.CheckpointException;
import io.sluice.inference.weights.FloatTensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** Compares compiled models with reference vectors. */
public final class ReferenceCheck {
    private final ReferenceRuntime runtime;
    private final Precision precision;

    /** In FLOAT32. */
    public ReferenceCheck(ReferenceRuntime runtime) {
        this(runtime, Precision.FLOAT32);
    }

    /**
     * In another precision.
     *
     * @throws IllegalArgumentException where there is no tolerance for it
     */
    public ReferenceCheck(ReferenceRuntime runtime, Precision precision) {
        var unused = ReferenceTolerance.of(precision, true);
        this.runtime = runtime;
        this.precision = precision;
    }

    /**
     * Compiles a case's weights with its reducer, runs its pictures and compares.
     *
     * @throws io.sluice.inference.weights.CheckpointException where case, weights or pictures cannot be read
     * @throws IllegalArgumentException where the case's parameters are none of its method's
     */
    public ReferenceResult check(Path file) {
        ReferenceCase reference = ReferenceCase.read(file);
        if (!TokenReducer.methods().contains(reference.reducer().method())) {
            return ReferenceResult.notBuilt(reference);
        }
        Outputs outputs = runtime.run(compile(reference), reference.pictures());
        requireFit(reference, outputs);
        List<Integer> tokens =
                outputs.blocks().stream().map(block -> block.size(1)).toList();
        List<Double> errors = errors(reference, outputs.logits());
        ReferenceTolerance tolerance = ReferenceTolerance.of(precision, reduces(reference));
        boolean passes = tolerance.allows(errors) && tokens.equals(reference.tokens());
        return new ReferenceResult(
                reference.name(),
                reference.reducer(),
                passes ? Outcome.PASSED : Outcome.FAILED,
                errors.stream().reduce(0.0, ReferenceCheck::larger),
                tolerance,
                firstDeviation(reference.classTokens(), outputs.blocks(), tolerance.closest()),
                tokens,
                reference.tokens());
    }

    private CompiledModel compile(ReferenceCase reference) {
        CompileOptions options = CompileOptions.DEFAULT
                .withHeads(reference.heads())
                .withInput(PixelInput.NORMALIZED_NCHW)
                .withDiagnostics(Set.of(Diagnostic.BLOCK_OUTPUTS))
                .withAmounts(runtime.amounts());
        ModelCompiler compiler = new ModelCompiler(Checkpoint.open(reference.weights()), options);
        Preprocessing preprocessing = Preprocessing.imageNet(compiler.shape().inputSize());
        return compiler.compile(reference.reducer(), precision, preprocessing);
    }

    private static void requireFit(ReferenceCase reference, Outputs outputs) {
        FloatTensor block = outputs.blocks().get(0);
        List<Integer> expected = List.of(outputs.blocks().size(), block.size(0), block.size(2));
        if (!reference.classTokens().sizes().equals(expected)) {
            throw new CheckpointException("Case " + reference.name() + ": 'cls_after_block' is "
                    + reference.classTokens().sizes() + ", expected " + expected + " for its weights and pictures.");
        }
    }

    private static boolean reduces(ReferenceCase reference) {
        return reference.tokens().stream().distinct().count() > 1;
    }

    /** Largest difference of a logit over the largest logit of the case, picture by picture. */
    private static List<Double> errors(ReferenceCase reference, FloatTensor logits) {
        FloatBuffer actual = logits.floats();
        List<Double> expected = reference.logits();
        if (actual.remaining() != expected.size()) {
            return List.of(Double.POSITIVE_INFINITY);
        }
        int classes = logits.size(1);
        double largest = expected.stream().mapToDouble(Math::abs).max().orElse(0);
        return IntStream.range(0, logits.size(0))
                .mapToObj(picture -> IntStream.range(picture * classes, (picture + 1) * classes)
                                .mapToObj(logit -> Math.abs(actual.get(logit) - expected.get(logit)))
                                .reduce(0.0, ReferenceCheck::larger)
                        / largest)
                .toList();
    }

    /** NaN where one of them is. */
    private static double larger(double left, double right) {
        return Math.max(left, right);
    }

    private static OptionalInt firstDeviation(FloatTensor classTokens, List<FloatTensor> blocks, double tolerance) {
        return IntStream.range(0, blocks.size())
                .filter(block -> deviates(classTokens.rows(block, block + 1), blocks.get(block), tolerance))
                .findFirst();
    }

    /** Whether class tokens {@code [1, batch, width]} differ from the first tokens of {@code [batch, tokens, width]}. */
    private static boolean deviates(FloatTensor expected, FloatTensor block, double tolerance) {
        FloatBuffer actual = block.floats();
        FloatBuffer classTokens = expected.floats();
        int width = block.size(2);
        int picture = block.size(1) * width;
        double error = 0;
        double largest = 0;
        for (int i = 0; i < classTokens.remaining(); i++) {
            double difference = actual.get(i / width * picture + i % width) - classTokens.get(i);
            error = Math.max(error, Math.abs(difference));
            largest = Math.max(largest, Math.abs(classTokens.get(i)));
        }
        return !(error <= tolerance * largest);
    }
}
