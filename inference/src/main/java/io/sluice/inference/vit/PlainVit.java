package io.sluice.inference.vit;

import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Operators;
import io.sluice.inference.graph.Value;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.reduction.Site;
import io.sluice.inference.reduction.TokenReducer;
import io.sluice.inference.reduction.Tokens;
import io.sluice.inference.weights.FloatTensor;
import io.sluice.inference.weights.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * ViT and DeiT (Dosovitskiy et al., 2021; Touvron et al., 2021): pre-norm blocks, {@code y = x + Attn(LN x)} and then
 * {@code y + MLP(LN y)}, exact GELU; the class token's logits, or, distilled, the mean of both special tokens'.
 */
record PlainVit(VitShape shape, Parameters parameters, Arithmetic arithmetic) implements Backbone {
    private static final String PATCH = "patch_embed.proj";

    /** Queries, keys and values, as their rows follow each other in the fused projection. */
    private static final List<String> PARTS = List.of("q", "k", "v");

    PlainVit(VitShape shape, Parameters parameters) {
        this(shape, parameters, new FloatArithmetic());
    }

    @Override
    public Backbone computedIn(Arithmetic other) {
        return new PlainVit(shape, parameters, other);
    }

    @Override
    public Backbone forInputSize(int inputSize) {
        return new PlainVit(shape.forInputSize(inputSize), parameters, arithmetic);
    }

    /** {@code [tokens, width]}, for the size of pictures that this model takes. */
    private FloatTensor positions() {
        FloatTensor trained = parameters.get("pos_embed");
        int special = shape.specialTokens();
        FloatTensor all = trained.reshape(trained.size(1), shape.width());
        int from = (int) Math.sqrt(all.size(0) - special);
        int to = shape.inputSize() / shape.patch();
        return from == to
                ? all
                : FloatTensor.concat(
                        List.of(all.rows(0, special), Bicubic.resize(all.rows(special, all.size(0)), from, to)));
    }

    @Override
    public Value embed(Graph graph, PatchEmbedding embedding) {
        FloatTensor positions = positions();
        FloatTensor convolution = parameters.get(PATCH + ".weight");
        FloatTensor weight = embedding.weight(convolution).transposed();
        FloatTensor bias = positions
                .rows(shape.specialTokens(), shape.tokens())
                .plus(embedding.bias(convolution, parameters.get(PATCH + ".bias")));
        Value patches = graph.matMul(embedding.patches(graph), Constants.floats(graph, PATCH + ".weight", weight));
        Value tokens = graph.add(patches, Constants.floats(graph, "patch_positions", bias));
        Value special = Constants.floats(graph, "special_tokens", specialTokens(positions));
        return graph.concat(1, graph.expandAs(special, tokens, 1), tokens);
    }

    /** {@code [1, special tokens, width]}, with their positions. */
    private FloatTensor specialTokens(FloatTensor positions) {
        List<FloatTensor> rows = new ArrayList<>();
        rows.add(parameters.get("cls_token").reshape(1, shape.width()));
        parameters.find("dist_token").ifPresent(token -> rows.add(token.reshape(1, shape.width())));
        return FloatTensor.concat(rows).plus(positions.rows(0, rows.size())).reshape(1, rows.size(), shape.width());
    }

    @Override
    public Tokens block(Site site, Tokens tokens, TokenReducer reducer) {
        Graph graph = site.graph();
        String name = "blocks." + site.block() + ".";
        Layers layers = new Layers(parameters, arithmetic);
        Tokens entering = reducer.beforeBlock(site, tokens);
        Attention attention = attention(graph.in(name + "attn"), layers, name, entering, reducer);
        Value attended = layers.linear(graph.in(name + "attn"), name + "attn.proj", attention.output());
        Tokens left = reducer.insideBlock(site, entering.withX(sum(graph, entering.x(), attended)), attention);
        return left.withX(sum(graph, left.x(), mlp(graph.in(name + "mlp"), layers, name, left.x())));
    }

    /** Tokens and what a layer adds to them, in whatever precision it was computed. */
    private static Value sum(Graph graph, Value tokens, Value added) {
        return graph.add(tokens, graph.cast(added, tokens.type()));
    }

    /** Fused where that is allowed and merged tokens need no bias. */
    private Attention attention(Graph graph, Layers layers, String name, Tokens tokens, TokenReducer reducer) {
        Value x = layers.norm(graph, name + "norm1", tokens.x(), name + "attn.qkv");
        Optional<Value> sizes = reducer.proportionalAttention() ? tokens.sizes() : Optional.empty();
        Arithmetic.Operand operand = arithmetic.operand(graph, name + "attn.qkv", x);
        List<Value> qkv = IntStream.range(0, PARTS.size())
                .mapToObj(part -> projection(operand, name + "attn.", part))
                .toList();
        return arithmetic.operators() == Operators.ONNX_RUNTIME && sizes.isEmpty()
                ? new FusedAttention(graph, qkv, shape.heads())
                : new SelfAttention(graph, qkv, sizes, shape.heads());
    }

    /** One third of the fused projection: three products cost less than one that has to be cut up afterwards. */
    private Value projection(Arithmetic.Operand x, String name, int part) {
        FloatTensor weight = rows(parameters.get(name + "qkv.weight"), part);
        FloatTensor bias = rows(parameters.get(name + "qkv.bias"), part);
        return x.times(name + PARTS.get(part), weight, bias);
    }

    /** The scale of the attention is in the queries' weights. */
    private FloatTensor rows(FloatTensor qkv, int part) {
        FloatTensor rows = qkv.rows(part * shape.width(), (part + 1) * shape.width());
        float scale = (float) (1 / Math.sqrt(shape.width() / (double) shape.heads()));
        return part == 0 ? rows.times(scale) : rows;
    }

    private static Value mlp(Graph graph, Layers layers, String name, Value x) {
        Value normalized = layers.norm(graph, name + "norm2", x, name + "mlp.fc1");
        Value hidden = graph.gelu(layers.linear(graph, name + "mlp.fc1", normalized));
        return layers.linear(graph, name + "mlp.fc2", hidden);
    }

    /**
     * Layer normalisation works token by token, so only the special tokens go through the last one. The head is small and
     * decides, so it is computed in floats whatever the blocks are in; so is the patch embedding.
     */
    @Override
    public Value classify(Graph graph, Value tokens) {
        Layers layers = new Layers(parameters, new FloatArithmetic());
        Value special = layers.norm(graph, "norm", graph.sliceTo(tokens, 1, shape.specialTokens()));
        Value logits = layers.linear(graph, "head", graph.pick(special, 1, 0));
        if (shape.specialTokens() == 1) {
            return logits;
        }
        Value distilled = layers.linear(graph, "head_dist", graph.pick(special, 1, 1));
        return graph.multiply(graph.add(logits, distilled), graph.scalar(0.5f));
    }
}
