package io.sluice.inference.reference;

import io.sluice.inference.model.VitShape;
import io.sluice.inference.reference.ReferenceReduction.Settings;
import io.sluice.inference.reference.ReferenceVit.Attention;
import io.sluice.inference.reference.ReferenceVit.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** ToMe and PPT: merging similar tokens. */
final class ReferenceMerging {
    private final Margin margin;
    private final int special;

    private ReferenceMerging(Margin margin, int special) {
        this.margin = margin;
        this.special = special;
    }

    record Tome(Settings settings, VitShape shape, Margin margin) implements ReferenceReduction {
        @Override
        public Tokens insideBlock(int block, Tokens tokens, Attention attention) {
            int special = shape.specialTokens();
            int r = Math.min(wanted(block), (tokens.x().length - special) / 2);
            return new ReferenceMerging(margin, special).merge(tokens, averaged(attention.keys(), shape.heads()), r);
        }

        private int wanted(int block) {
            int r = settings.whole("r");
            int low = (int) (r * (1 - settings.number("inflect")));
            double step = (2 * r - low - low) / (shape.depth() - 1.0);
            return (int) (low + step * block);
        }

        @Override
        public boolean proportionalAttention() {
            return settings.flag("prop");
        }
    }

    record Ppt(Settings settings, Margin margin) implements ReferenceReduction {
        @Override
        public Tokens insideBlock(int block, Tokens tokens, Attention attention) {
            int n = tokens.x().length - 1;
            int r = Math.min(settings.whole("r"), n / 2);
            if (!settings.blocks().contains(block) || r == 0) {
                return tokens;
            }
            double[] scores = scores(attention, n);
            double mean = Arrays.stream(scores).average().orElseThrow();
            double variance =
                    Arrays.stream(scores).map(s -> (s - mean) * (s - mean)).sum() / (n - 1);
            double threshold = settings.number("threshold");
            margin.note(variance, threshold, Math.max(variance, threshold));
            return variance >= threshold
                    ? pruned(tokens, scores, n - r)
                    : new ReferenceMerging(margin, 1)
                            .merge(tokens, averaged(attention.keys(), attention.weights().length), r);
        }

        private static double[] scores(Attention attention, int n) {
            double[] scores = IntStream.rangeClosed(1, n)
                    .mapToDouble(i -> Arrays.stream(attention.weights())
                                    .mapToDouble(head -> head[0][i])
                                    .sum()
                            * Matrices.length(attention.values()[i]))
                    .toArray();
            double sum = Arrays.stream(scores).sum();
            return Arrays.stream(scores).map(s -> s / sum).toArray();
        }

        private Tokens pruned(Tokens tokens, double[] scores, int kept) {
            int[] ranking = margin.ranking(scores, kept);
            int[] positions = IntStream.rangeClosed(0, kept)
                    .map(i -> i == 0 ? 0 : ranking[i - 1] + 1)
                    .toArray();
            return new Tokens(
                    Arrays.stream(positions).mapToObj(i -> tokens.x()[i]).toArray(double[][]::new),
                    Arrays.stream(positions).mapToDouble(i -> tokens.sizes()[i]).toArray(),
                    tokens.held().at(positions));
        }

        @Override
        public boolean proportionalAttention() {
            return settings.flag("prop");
        }
    }

    /** The mean over the heads, of unit length. */
    private static double[][] averaged(double[][] keys, int heads) {
        int width = keys[0].length / heads;
        return Arrays.stream(keys)
                .map(key -> IntStream.range(0, width)
                        .mapToDouble(channel -> IntStream.range(0, heads)
                                .mapToDouble(head -> key[head * width + channel])
                                .average()
                                .orElseThrow())
                        .toArray())
                .map(mean -> Matrices.plus(mean, 1 / Matrices.length(mean), mean, 0))
                .toArray(double[][]::new);
    }

    private Tokens merge(Tokens tokens, double[][] metric, int r) {
        if (r == 0) {
            return tokens;
        }
        int n = metric.length;
        int[] a = IntStream.range(0, n).filter(i -> i % 2 == 0 && i >= special).toArray();
        int[] b = IntStream.range(0, n)
                .filter(i -> i % 2 == 1 && (special == 1 || i > 1))
                .toArray();
        int[] hosts = new int[n];
        double[] best = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            double[] query = metric[a[i]];
            double[] similarities = Arrays.stream(b)
                    .mapToDouble(j -> Matrices.dot(query, metric[j]))
                    .toArray();
            hosts[a[i]] = b[margin.largest(similarities)];
            best[i] = Arrays.stream(similarities).max().orElseThrow();
        }
        Set<Integer> merged = Arrays.stream(margin.chosen(best, r))
                .mapToObj(i -> a[i])
                .collect(Collectors.toCollection(TreeSet::new));
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, special).boxed().toList());
        Arrays.stream(a).filter(i -> !merged.contains(i)).forEach(order::add);
        Arrays.stream(b).forEach(order::add);
        return grouped(tokens, order, merged, hosts);
    }

    private static Tokens grouped(Tokens tokens, List<Integer> order, Set<Integer> merged, int[] hosts) {
        TreeMap<Integer, List<Integer>> members = new TreeMap<>();
        order.forEach(i -> members.put(i, new ArrayList<>(List.of(i))));
        merged.forEach(i -> members.get(hosts[i]).add(i));
        double[] sizes = order.stream()
                .mapToDouble(i -> members.get(i).stream()
                        .mapToDouble(j -> tokens.sizes()[j])
                        .sum())
                .toArray();
        double[][] x = new double[order.size()][tokens.x()[0].length];
        Held held = tokens.held().at(order.stream().mapToInt(Integer::intValue).toArray());
        for (int i = 0; i < x.length; i++) {
            for (int member : members.get(order.get(i))) {
                held = held.plus(i, tokens.held().patches().get(member));
                x[i] = Matrices.plus(x[i], 1, tokens.x()[member], tokens.sizes()[member] / sizes[i]);
            }
        }
        return new Tokens(x, sizes, held);
    }
}
