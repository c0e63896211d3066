package io.sluice.inference.vit;

import io.sluice.inference.graph.Graph;
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

/**
 * ViT and DeiT (Dosovitskiy et al., 2021; Touvron et al., 2021): pre-norm blocks, {@code y = x + Attn(LN x)} and then
 * {@code y + MLP(LN y)}, exact GELU; the class token's logits, or, distilled, the mean of both special tokens'.
 */
record PlainVit(VitShape shape, Parameters parameters, Layers layers) implements Backbone {
    private static final String PATCH = "patch_embed.proj";

    PlainVit(VitShape shape, Parameters parameters) {
        this(shape, parameters, new Layers(parameters));
    }

    @Override
    public Value embed(Graph graph, PatchEmbedding embedding) {
        FloatTensor convolution = parameters.get(PATCH + ".weight");
        FloatTensor bias = embedding.bias(convolution, parameters.get(PATCH + ".bias"));
        FloatTensor positions = parameters.get("pos_embed").reshape(shape.tokens(), shape.width());
        Value projected = graph.matMul(
                embedding.patches(graph),
                Layers.constant(
                        graph, PATCH + ".weight", embedding.weight(convolution).transposed()));
        Value tokens = graph.add(
                projected,
                Layers.constant(
                        graph, "patch_positions", added(positions.rows(shape.specialTokens(), shape.tokens()), bias)));
        Value special = Layers.constant(graph, "special_tokens", specialTokens(positions));
        return graph.concat(1, graph.expandAs(special, tokens, 1), tokens);
    }

    /** {@code [1, special tokens, width]}, with their positions. */
    private FloatTensor specialTokens(FloatTensor positions) {
        List<FloatTensor> rows = new ArrayList<>();
        rows.add(parameters.get("cls_token").reshape(1, shape.width()));
        parameters.find("dist_token").ifPresent(token -> rows.add(token.reshape(1, shape.width())));
        return added(FloatTensor.concat(rows), positions.rows(0, rows.size())).reshape(1, rows.size(), shape.width());
    }

    /** The sum; {@code summand} is repeated until it is as long. */
    private static FloatTensor added(FloatTensor tensor, FloatTensor summand) {
        float[] values = tensor.toArray();
        float[] others = summand.toArray();
        return FloatTensor.filled(tensor.sizes(), target -> {
            for (int i = 0; i < values.length; i++) {
                target.put(values[i] + others[i % others.length]);
            }
        });
    }

    @Override
    public Tokens block(Site site, Tokens tokens, TokenReducer reducer) {
        Graph graph = site.graph();
        String name = "blocks." + site.block() + ".";
        Tokens entering = reducer.beforeBlock(site, tokens);
        Value x = entering.x();
        Value qkv = qkv(graph.in(name + "attn"), name, layers.norm(graph.in(name + "norm1"), name + "norm1", x));
        Optional<Value> sizes = reducer.proportionalAttention() ? entering.sizes() : Optional.empty();
        SelfAttention attention = new SelfAttention(graph.in(name + "attn"), qkv, shape.heads(), sizes);
        Value attended = layers.linear(graph.in(name + "attn"), name + "attn.proj", attention.output());
        Tokens left = reducer.insideBlock(site, entering.withX(graph.add(x, attended)), attention);
        return left.withX(graph.add(left.x(), mlp(graph.in(name + "mlp"), name, left.x())));
    }

    /** Queries, keys and values in one product; the scale of the attention is in the queries' weights. */
    private Value qkv(Graph graph, String name, Value x) {
        FloatTensor weight = parameters.get(name + "attn.qkv.weight");
        FloatTensor bias = parameters.get(name + "attn.qkv.bias");
        return layers.linear(graph, name + "attn.qkv", x, queriesScaled(weight), queriesScaled(bias));
    }

    private FloatTensor queriesScaled(FloatTensor qkv) {
        float scale = (float) (1 / Math.sqrt(shape.width() / (double) shape.heads()));
        float[] values = qkv.toArray();
        return FloatTensor.filled(qkv.sizes(), target -> {
            for (int i = 0; i < values.length; i++) {
                target.put(i < values.length / 3 ? values[i] * scale : values[i]);
            }
        });
    }

    private Value mlp(Graph graph, String name, Value x) {
        Value normalized = layers.norm(graph, name + "norm2", x);
        Value hidden = graph.gelu(layers.linear(graph, name + "mlp.fc1", normalized));
        return layers.linear(graph, name + "mlp.fc2", hidden);
    }

    /** Layer normalisation works token by token, so only the special tokens go through the last one. */
    @Override
    public Value classify(Graph graph, Value tokens) {
        Value special = layers.norm(graph, "norm", graph.sliceTo(tokens, 1, shape.specialTokens()));
        Value logits = layers.linear(graph, "head", graph.pick(special, 1, 0));
        if (shape.specialTokens() == 1) {
            return logits;
        }
        Value distilled = layers.linear(graph, "head_dist", graph.pick(special, 1, 1));
        return graph.multiply(graph.add(logits, distilled), graph.scalar(0.5f));
    }
}
