package io.sluice.inference.reference;

import io.sluice.inference.model.VitShape;
import io.sluice.inference.reference.ReferenceReduction.Settings;
import io.sluice.inference.reference.ReferenceVit.Attention;
import io.sluice.inference.reference.ReferenceVit.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * EViT, eTPS and top-K: choosing by the class token's attention.
 *
 * @param others what becomes of those that are not chosen: {@code fuse}, {@code drop}, {@code squeeze}; {@code top} drops them
 *     too and counts as top-K does
 */
record ReferenceClassAttention(Settings settings, VitShape shape, Margin margin, String others)
        implements ReferenceReduction {
    @Override
    public Tokens insideBlock(int block, Tokens tokens, Attention attention) {
        int stage = settings.blocks().indexOf(block);
        int n = tokens.x().length - 1;
        int left = stage < 0 ? n : left(stage, n);
        return left == n ? tokens : new Tokens(reduced(tokens.x(), scores(attention, n), left), new double[0]);
    }

    private int left(int stage, int n) {
        double keep = settings.number("keep");
        return others.equals("top") ? (int) (shape.patches() * Math.pow(keep, stage + 1)) : (int) Math.ceil(keep * n);
    }

    /** Of all but the class token. */
    private static double[] scores(Attention attention, int n) {
        return IntStream.rangeClosed(1, n)
                .mapToDouble(i -> Arrays.stream(attention.weights())
                        .mapToDouble(head -> head[0][i])
                        .average()
                        .orElseThrow())
                .toArray();
    }

    private double[][] reduced(double[][] x, double[] scores, int left) {
        int[] ranking = margin.ranking(scores, left);
        List<double[]> kept = new ArrayList<>();
        List<double[]> pruned = new ArrayList<>();
        double[] fused = new double[x[0].length];
        for (int rank = 0; rank < ranking.length; rank++) {
            double[] token = x[ranking[rank] + 1];
            (rank < left ? kept : pruned).add(token);
            fused = rank < left ? fused : Matrices.plus(fused, 1, token, scores[ranking[rank]]);
        }
        List<double[]> result = new ArrayList<>(List.of(x[0]));
        result.addAll(others.equals("squeeze") ? squeezed(kept, pruned, margin) : kept);
        if (others.equals("fuse")) {
            result.add(fused);
        }
        return result.toArray(double[][]::new);
    }

    /** TPS's squeezing of pruned tokens into their nearest kept ones. */
    static List<double[]> squeezed(List<double[]> kept, List<double[]> pruned, Margin margin) {
        List<double[]> sums = new ArrayList<>();
        double[] weights = new double[kept.size()];
        for (int j = 0; j < kept.size(); j++) {
            sums.add(Matrices.plus(kept.get(j), Math.E, kept.get(j), 0));
            weights[j] = Math.E;
        }
        for (double[] token : pruned) {
            double[] cosines =
                    kept.stream().mapToDouble(other -> cosine(token, other)).toArray();
            int host = margin.largest(cosines);
            double weight = Math.exp(cosines[host]);
            sums.set(host, Matrices.plus(sums.get(host), 1, token, weight));
            weights[host] += weight;
        }
        return IntStream.range(0, weights.length)
                .mapToObj(j -> Matrices.plus(sums.get(j), 1 / weights[j], sums.get(j), 0))
                .toList();
    }

    private static double cosine(double[] one, double[] other) {
        return Matrices.dot(one, other) / (Matrices.length(one) + 1e-6) / (Matrices.length(other) + 1e-6);
    }
}
