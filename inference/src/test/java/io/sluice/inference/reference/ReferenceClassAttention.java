package io.sluice.inference.reference;

import io.sluice.inference.model.VitShape;
import io.sluice.inference.reference.ReferenceReduction.Settings;
import io.sluice.inference.reference.ReferenceVit.Attention;
import io.sluice.inference.reference.ReferenceVit.Tokens;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
        return left == n ? tokens : reduced(tokens, scores(attention, n), left);
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

    private Tokens reduced(Tokens tokens, double[] scores, int left) {
        int[] ranking = margin.ranking(scores, left);
        int[] kept = positions(ranking, 0, left);
        int[] rest = positions(ranking, left, ranking.length);
        return switch (others) {
            case "squeeze" -> squeezed(tokens, kept, rest, margin);
            case "fuse" -> fused(tokens, kept, rest, scores);
            default ->
                new Tokens(rows(tokens, kept), new double[0], tokens.held().at(kept));
        };
    }

    /** The class token's position before those of the first ranks; without it before others. */
    static int[] positions(int[] ranking, int from, int to) {
        IntStream ranked = Arrays.stream(ranking, from, to).map(rank -> rank + 1);
        return (from == 0 ? IntStream.concat(IntStream.of(0), ranked) : ranked).toArray();
    }

    private static Tokens fused(Tokens tokens, int[] kept, int[] rest, double[] scores) {
        double[] fused = new double[tokens.x()[0].length];
        for (int position : rest) {
            fused = Matrices.plus(fused, 1, tokens.x()[position], scores[position - 1]);
        }
        double[][] x = Stream.concat(Arrays.stream(rows(tokens, kept)), Stream.of(fused))
                .toArray(double[][]::new);
        Held held =
                tokens.held().at(kept).plus(kept.length, tokens.held().at(rest).all());
        return new Tokens(x, new double[0], held);
    }

    /** TPS's squeezing of pruned tokens into their nearest kept ones, of which the class token is none. */
    static Tokens squeezed(Tokens tokens, int[] kept, int[] pruned, Margin margin) {
        double[][] x = rows(tokens, kept);
        double[][] sums =
                Arrays.stream(x).map(row -> Matrices.plus(row, Math.E, row, 0)).toArray(double[][]::new);
        double[] weights = new double[x.length];
        Arrays.fill(weights, Math.E);
        Held held = tokens.held().at(kept);
        for (int position : pruned) {
            double[] token = tokens.x()[position];
            double[] cosines = Arrays.stream(x, 1, x.length)
                    .mapToDouble(other -> cosine(token, other))
                    .toArray();
            int host = 1 + margin.largest(cosines);
            double weight = Math.exp(cosines[host - 1]);
            sums[host] = Matrices.plus(sums[host], 1, token, weight);
            weights[host] += weight;
            held = held.plus(host, tokens.held().patches().get(position));
        }
        double[][] squeezed = IntStream.range(0, sums.length)
                .mapToObj(j -> Matrices.plus(sums[j], 1 / weights[j], sums[j], 0))
                .toArray(double[][]::new);
        return new Tokens(squeezed, new double[0], held);
    }

    static double[][] rows(Tokens tokens, int... positions) {
        return Arrays.stream(positions).mapToObj(i -> tokens.x()[i]).toArray(double[][]::new);
    }

    private static double cosine(double[] one, double[] other) {
        return Matrices.dot(one, other) / (Matrices.length(one) + 1e-6) / (Matrices.length(other) + 1e-6);
    }
}
