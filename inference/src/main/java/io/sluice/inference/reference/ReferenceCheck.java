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
    /** Largest difference of a logit, over the largest logit, that float32 arithmetic explains generously. */
    public static final double TOLERANCE = 1e-4;

    private final ReferenceRuntime runtime;

    public ReferenceCheck(ReferenceRuntime runtime) {
        this.runtime = runtime;
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
        double error = relativeError(reference.logits(), outputs.logits());
        boolean passes = error <= TOLERANCE && tokens.equals(reference.tokens());
        return new ReferenceResult(
                reference.name(),
                reference.reducer(),
                passes ? Outcome.PASSED : Outcome.FAILED,
                error,
                firstDeviation(reference.classTokens(), outputs.blocks()),
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
        return compiler.compile(reference.reducer(), Precision.FLOAT32, preprocessing);
    }

    private static void requireFit(ReferenceCase reference, Outputs outputs) {
        FloatTensor block = outputs.blocks().get(0);
        List<Integer> expected = List.of(outputs.blocks().size(), block.size(0), block.size(2));
        if (!reference.classTokens().sizes().equals(expected)) {
            throw new CheckpointException("Case " + reference.name() + ": 'cls_after_block' is "
                    + reference.classTokens().sizes() + ", expected " + expected + " for its weights and pictures.");
        }
    }

    private static double relativeError(List<Double> expected, FloatTensor logits) {
        FloatBuffer actual = logits.floats();
        if (actual.remaining() != expected.size()) {
            return Double.POSITIVE_INFINITY;
        }
        double error = 0;
        double largest = 0;
        for (int i = 0; i < expected.size(); i++) {
            double difference = Math.abs(actual.get(i) - expected.get(i));
            error = difference <= error ? error : difference; // keeps a NaN
            largest = Math.max(largest, Math.abs(expected.get(i)));
        }
        return error / largest;
    }

    private static OptionalInt firstDeviation(FloatTensor classTokens, List<FloatTensor> blocks) {
        return IntStream.range(0, blocks.size())
                .filter(block -> deviates(classTokens.rows(block, block + 1), blocks.get(block)))
                .findFirst();
    }

    /** Whether class tokens {@code [1, batch, width]} differ from the first tokens of {@code [batch, tokens, width]}. */
    private static boolean deviates(FloatTensor expected, FloatTensor block) {
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
        return !(error <= TOLERANCE * largest);
    }
}
