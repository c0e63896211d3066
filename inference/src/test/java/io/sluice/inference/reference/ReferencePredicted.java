package io.sluice.inference.reference;

import io.sluice.inference.model.VitShape;
import io.sluice.inference.reference.ReferenceReduction.Settings;
import io.sluice.inference.reference.ReferenceVit.Tokens;
import java.util.Arrays;
import java.util.Map;

/**
 * DynamicViT and dTPS: choosing by a trained head.
 *
 * @param squeezes dTPS
 */
record ReferencePredicted(
        Settings settings, VitShape shape, Map<String, double[]> parameters, Margin margin, boolean squeezes)
        implements ReferenceReduction {
    @Override
    public Tokens beforeBlock(int block, Tokens tokens) {
        int stage = settings.blocks().indexOf(block);
        if (stage < 0) {
            return tokens;
        }
        double[][] patches = Arrays.copyOfRange(tokens.x(), 1, tokens.x().length);
        int left = (int) (shape.patches() * Math.pow(settings.number("keep"), stage + 1));
        if (left == patches.length) {
            return tokens;
        }
        int[] ranking = margin.ranking(scores("score_predictor." + stage + ".", patches), left);
        int[] kept = ReferenceClassAttention.positions(ranking, 0, left);
        int[] pruned = ReferenceClassAttention.positions(ranking, left, ranking.length);
        return squeezes
                ? ReferenceClassAttention.squeezed(tokens, kept, pruned, margin)
                : new Tokens(
                        ReferenceClassAttention.rows(tokens, kept),
                        new double[0],
                        tokens.held().at(kept));
    }

    private double[] scores(String name, double[][] patches) {
        double[][] normalised = Matrices.layerNorm(
                patches, parameters.get(name + "in_conv.0.weight"), parameters.get(name + "in_conv.0.bias"), 1e-5);
        double[][] joint = halfAveraged(Matrices.map(layer(name + "in_conv.1", normalised), Matrices::gelu));
        double[][] hidden = Matrices.map(layer(name + "out_conv.0", joint), Matrices::gelu);
        double[][] narrow = Matrices.map(layer(name + "out_conv.2", hidden), Matrices::gelu);
        return Arrays.stream(layer(name + "out_conv.4", narrow))
                .mapToDouble(pair -> Math.log(Matrices.softmax(pair)[0]))
                .toArray();
    }

    /** The last half of the channels replaced by its average over the patches. */
    private static double[][] halfAveraged(double[][] h) {
        double[][] joint = Arrays.stream(h).map(double[]::clone).toArray(double[][]::new);
        for (int channel = h[0].length / 2; channel < h[0].length; channel++) {
            int fixed = channel;
            double mean =
                    Arrays.stream(h).mapToDouble(row -> row[fixed]).average().orElseThrow();
            Arrays.stream(joint).forEach(row -> row[fixed] = mean);
        }
        return joint;
    }

    private double[][] layer(String name, double[][] x) {
        return Matrices.linear(x, parameters.get(name + ".weight"), parameters.get(name + ".bias"));
    }
}
