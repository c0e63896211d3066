package io.sluice.inference.vit;

import io.sluice.inference.graph.Dim;
import io.sluice.inference.graph.ElementType;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import io.sluice.inference.model.ActivationRanges;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.Smoothing;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.reduction.Amounts;
import io.sluice.inference.reduction.Site;
import io.sluice.inference.reduction.TokenReducer;
import io.sluice.inference.reduction.Tokens;
import io.sluice.inference.weights.Checkpoint;
import io.sluice.inference.weights.Parameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a checkpoint into ONNX models: backbone x reducer x precision. The backbone's sizes are read from the checkpoint;
 * a model serves every amount of its reducer, which is an input at run time, unless {@link AmountForm} says otherwise.
 */
public final class ModelCompiler {
    private final Parameters parameters;
    private final Backbone backbone;
    private final CompileOptions options;

    /**
     * Reads a checkpoint's parameters.
     *
     * @throws io.sluice.inference.weights.CheckpointException where they are not those of a plain Vision Transformer
     */
    public ModelCompiler(Checkpoint checkpoint, CompileOptions options) {
        this.parameters = Parameters.of(checkpoint);
        this.backbone = new PlainVit(VitShapes.of(parameters, options.heads()), parameters);
        this.options = options;
    }

    /** Sizes of the backbone as it was trained. */
    public VitShape shape() {
        return backbone.shape();
    }

    /**
     * Compiles a model.
     *
     * @param spec method and the amount that the model is compiled for; it can be run at others, unless amounts are baked
     * @param preprocessing with the size of the pictures; position embeddings are interpolated where the backbone was
     *     trained for another
     * @throws IllegalArgumentException with one sentence for the user where reducer, precision or preprocessing do not
     *     fit the checkpoint
     */
    public CompiledModel compile(ReducerSpec spec, Precision precision, Preprocessing preprocessing) {
        Arithmetic arithmetic = arithmetic(precision);
        Backbone sized = backbone.forInputSize(preprocessing.inputSize()).computedIn(arithmetic);
        OperatingPoint point = OperatingPoints.of(parameters.id(), sized.shape(), spec, precision);
        Graph graph = Graph.named("sluice");
        PatchEmbedding embedding = new PatchEmbedding(options.input(), sized.shape(), preprocessing);
        Value embedded = sized.embed(graph.in("patch_embed"), embedding);
        Value last = blocks(graph, sized, embedded, point);
        graph.output(CompiledModel.LOGITS, sized.classify(graph.in("head"), last));
        return CompiledModels.of(graph, arithmetic.operators(), sized.shape(), preprocessing, point);
    }

    /**
     * How to even out the channels of operands before 8 bits have to tell their values apart.
     *
     * @param peaks largest magnitude of each channel on sample pictures, by the name of the operand
     */
    public Smoothing smoothing(Map<String, List<Float>> peaks) {
        return new SmoothingFactors(parameters).of(peaks);
    }

    /** Adds all blocks; the tokens leaving the last one. */
    private Value blocks(Graph graph, Backbone sized, Value embedded, OperatingPoint point) {
        TokenReducer reducer = TokenReducer.of(point.reducer());
        Amounts amounts = amounts(graph, point.schedule());
        Tokens tokens = entering(graph, embedded, sized.shape());
        List<Dim> leaving = new ArrayList<>();
        for (int block = 0; block < sized.shape().depth(); block++) {
            Site site = new Site(graph.in("blocks." + block), block, amounts, parameters);
            Optional<Value> holders = tokens.holders();
            tokens = sized.block(site, tokens, reducer);
            if (!tokens.holders().equals(holders)) {
                graph.output(Diagnostic.holders(block), tokens.holders().orElseThrow());
            }
            leaving.add(tokens.x().dim(1));
            if (options.diagnostics().contains(Diagnostic.BLOCK_OUTPUTS)) {
                graph.output(Diagnostic.blockOutput(block), tokens.x());
            }
        }
        requireAgreement(graph, leaving, point.schedule());
        return tokens.x();
    }

    private Tokens entering(Graph graph, Value embedded, VitShape shape) {
        return options.diagnostics().contains(Diagnostic.HOLDERS)
                ? Tokens.shown(graph, embedded, shape.specialTokens())
                : Tokens.unmerged(embedded);
    }

    private Amounts amounts(Graph graph, TokenSchedule schedule) {
        int stages = schedule.amounts().size();
        return stages == 0 || options.amounts() == AmountForm.BAKED
                ? new Amounts.Baked(schedule.amounts())
                : new Amounts.Input(graph.input(CompiledModel.AMOUNTS, ElementType.INT64, Dim.of(stages)));
    }

    private Arithmetic arithmetic(Precision precision) {
        new SmoothingFactors(parameters).require(options.smoothing());
        Arithmetic plain = switch (precision) {
            case FLOAT32 -> new FloatArithmetic();
            case FLOAT16 -> new HalfArithmetic();
            case INT8 -> new ByteArithmetic(ranges());
        };
        Arithmetic shown = options.diagnostics().contains(Diagnostic.OPERANDS) ? new ObservedArithmetic(plain) : plain;
        return options.smoothing().equals(Smoothing.NONE) ? shown : new SmoothedArithmetic(shown, options.smoothing());
    }

    private ActivationRanges ranges() {
        ActivationRanges ranges = options.ranges()
                .orElseThrow(() -> new IllegalArgumentException("Precision INT8 needs the activation ranges of "
                        + parameters.id() + ": expected a file of them, as 'sluice model quantize' makes it."));
        if (!ranges.model().weightsSha256().equals(parameters.id().weightsSha256())) {
            throw new IllegalArgumentException("The activation ranges are those of " + ranges.model()
                    + ": expected those of " + parameters.id() + ".");
        }
        return ranges;
    }

    /** The shapes that were inferred while building must say what the method's arithmetic says. */
    private static void requireAgreement(Graph graph, List<Dim> leaving, TokenSchedule schedule) {
        Map<String, Long> given = new HashMap<>();
        for (int stage = 0; stage < schedule.amounts().size(); stage++) {
            given.put(
                    CompiledModel.AMOUNTS + "[" + stage + "]",
                    schedule.amounts().get(stage).longValue());
        }
        List<Integer> inferred = leaving.stream()
                .map(tokens -> (int) graph.evaluate(tokens, given))
                .toList();
        if (!inferred.equals(schedule.leaving())) {
            throw new IllegalStateException("The graph leaves " + inferred + " tokens after its blocks, the arithmetic "
                    + schedule.leaving() + ".");
        }
    }
}
