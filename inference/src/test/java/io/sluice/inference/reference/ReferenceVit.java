package io.sluice.inference.reference;

import io.sluice.inference.model.VitShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A Vision Transformer for one picture, in plain loops over 64-bit floats: what the compiled models are compared with. It
 * shares nothing with them but the parameters.
 *
 * @param shape sizes
 * @param parameters by timm's names, last axis fastest
 * @param reduction what happens to the tokens
 */
record ReferenceVit(VitShape shape, Map<String, double[]> parameters, ReferenceReduction reduction) {
    private static final double EPSILON = 1e-6;

    /**
     * Tokens on their way.
     *
     * @param x {@code [tokens, width]}
     * @param sizes how many tokens were merged into each; empty where nobody counts
     * @param held which patches each holds
     */
    @SuppressWarnings("ArrayRecordComponent") // for loops; nobody compares them
    record Tokens(double[][] x, double[] sizes, Held held) {}

    /**
     * What the attention of a block shows.
     *
     * @param weights {@code [heads, tokens, tokens]}, after soft-max
     * @param keys {@code [tokens, width]}, the heads one behind the other
     * @param values {@code [tokens, width]}, the heads one behind the other
     */
    @SuppressWarnings("ArrayRecordComponent") // for loops; nobody compares them
    record Attention(double[][][] weights, double[][] keys, double[][] values) {}

    /**
     * What comes out.
     *
     * @param logits one a class
     * @param blocks tokens leaving each block
     */
    @SuppressWarnings("ArrayRecordComponent") // for loops; nobody compares them
    record Answer(double[] logits, List<Tokens> blocks) {}

    /**
     * Runs a picture.
     *
     * @param picture {@code [3, height, width]}, normalised, last axis fastest
     */
    Answer run(double[] picture) {
        double[][] embedded = embed(picture);
        double[] ones = new double[embedded.length];
        Arrays.fill(ones, 1);
        Tokens tokens = new Tokens(embedded, ones, Held.each(shape.specialTokens(), shape.patches()));
        List<Tokens> blocks = new ArrayList<>();
        for (int block = 0; block < shape.depth(); block++) {
            tokens = block(block, tokens);
            blocks.add(tokens);
        }
        return new Answer(classify(tokens.x()), blocks);
    }

    private double[][] embed(double[] picture) {
        double[][] patches = IntStream.range(0, shape.patches())
                .mapToObj(patch -> pixels(picture, patch))
                .toArray(double[][]::new);
        double[][] projected = Matrices.linear(patches, get("patch_embed.proj.weight"), get("patch_embed.proj.bias"));
        Stream<double[]> special = Stream.of("cls_token", "dist_token")
                .limit(shape.specialTokens())
                .map(this::get);
        double[][] tokens = Stream.concat(special, Arrays.stream(projected)).toArray(double[][]::new);
        return Matrices.plus(tokens, rows(get("pos_embed"), shape.width()));
    }

    /** Colour by colour, row by row. */
    private double[] pixels(double[] picture, int patch) {
        int side = shape.inputSize();
        int perRow = side / shape.patch();
        double[] pixels = new double[3 * shape.patch() * shape.patch()];
        for (int i = 0; i < pixels.length; i++) {
            int colour = i / (shape.patch() * shape.patch());
            int row = patch / perRow * shape.patch() + i / shape.patch() % shape.patch();
            int column = patch % perRow * shape.patch() + i % shape.patch();
            pixels[i] = picture[(colour * side + row) * side + column];
        }
        return pixels;
    }

    private Tokens block(int block, Tokens tokens) {
        String name = "blocks." + block + ".";
        Tokens entering = reduction.beforeBlock(block, tokens);
        Attention attention = attention(name, entering);
        double[][] attended = layer(name + "attn.proj", mix(attention));
        Tokens y = new Tokens(Matrices.plus(entering.x(), attended), entering.sizes(), entering.held());
        Tokens left = reduction.insideBlock(block, y, attention);
        double[][] hidden = Matrices.map(layer(name + "mlp.fc1", norm(name + "norm2", left.x())), Matrices::gelu);
        return new Tokens(Matrices.plus(left.x(), layer(name + "mlp.fc2", hidden)), left.sizes(), left.held());
    }

    private Attention attention(String name, Tokens tokens) {
        double[][] qkv = layer(name + "attn.qkv", norm(name + "norm1", tokens.x()));
        double[][] queries = columns(qkv, 0, shape.width());
        double[][] keys = columns(qkv, shape.width(), 2 * shape.width());
        double[][] values = columns(qkv, 2 * shape.width(), 3 * shape.width());
        double[][][] weights = IntStream.range(0, shape.heads())
                .mapToObj(head -> weights(head(queries, head), head(keys, head), tokens.sizes()))
                .toArray(double[][][]::new);
        return new Attention(weights, keys, values);
    }

    private double[][] weights(double[][] queries, double[][] keys, double[] sizes) {
        double scale = 1 / Math.sqrt(keys[0].length);
        return Arrays.stream(queries)
                .map(query -> Matrices.softmax(IntStream.range(0, keys.length)
                        .mapToDouble(key -> Matrices.dot(query, keys[key]) * scale
                                + (reduction.proportionalAttention() ? Math.log(sizes[key]) : 0))
                        .toArray()))
                .toArray(double[][]::new);
    }

    private double[][] mix(Attention attention) {
        int tokens = attention.values().length;
        int width = shape.width() / shape.heads();
        double[][] mixed = new double[tokens][shape.width()];
        for (int token = 0; token < tokens; token++) {
            for (int channel = 0; channel < shape.width(); channel++) {
                for (int other = 0; other < tokens; other++) {
                    mixed[token][channel] += attention.weights()[channel / width][token][other]
                            * attention.values()[other][channel];
                }
            }
        }
        return mixed;
    }

    private double[][] head(double[][] x, int head) {
        int width = shape.width() / shape.heads();
        return columns(x, head * width, (head + 1) * width);
    }

    private double[] classify(double[][] tokens) {
        double[][] normalised = norm("norm", tokens);
        double[] logits = layer("head", new double[][] {normalised[0]})[0];
        if (shape.specialTokens() == 1) {
            return logits;
        }
        return Matrices.plus(logits, 0.5, layer("head_dist", new double[][] {normalised[1]})[0], 0.5);
    }

    private double[][] layer(String name, double[][] x) {
        return Matrices.linear(x, get(name + ".weight"), get(name + ".bias"));
    }

    private double[][] norm(String name, double[][] x) {
        return Matrices.layerNorm(x, get(name + ".weight"), get(name + ".bias"), EPSILON);
    }

    private double[] get(String name) {
        return parameters.get(name);
    }

    private static double[][] columns(double[][] x, int from, int to) {
        return Arrays.stream(x).map(row -> Arrays.copyOfRange(row, from, to)).toArray(double[][]::new);
    }

    private static double[][] rows(double[] x, int width) {
        return IntStream.range(0, x.length / width)
                .mapToObj(row -> Arrays.copyOfRange(x, row * width, (row + 1) * width))
                .toArray(double[][]::new);
    }
}
