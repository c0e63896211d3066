package io.sluice.inference.reduction;

import io.sluice.inference.graph.Count;
import io.sluice.inference.graph.ElementType;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import java.util.Map;
import java.util.TreeMap;

/**
 * PPT (Wu et al., arXiv 2310.01812). Inside a block, a token's score is the attention that the class token pays it,
 * summed over the heads, times the length of its value, as a share of all; the class token has none. Where the scores of
 * a picture vary by the threshold or more they tell tokens apart, and those with the smallest are dropped; where they
 * vary less, tokens are alike, and the most similar are merged ({@link BipartiteMatching}). Both leave as many tokens, so each
 * picture of a batch decides for itself.
 *
 * <p>The amount at run time is the number of tokens removed, at most half of those beside the class token; 0 changes
 * nothing.
 *
 * @param removed tokens to remove at each stage
 * @param threshold of the unbiased variance of the scores
 * @param proportional whether attention counts a merged token as many times as there are tokens in it
 * @param stages blocks to act in
 */
record Ppt(int removed, double threshold, boolean proportional, Stages stages) implements TokenReducer {
    static final String METHOD = "ppt";

    private static final String REMOVED = "r";
    private static final String THRESHOLD = "threshold";
    private static final String PROPORTIONAL = "prop";
    private static final String REMOVED_RANGE = "a number of tokens to remove at each stage, 0 or more, such as 50";
    private static final String THRESHOLD_RANGE = "a variance of 0 to 1";

    /** The authors' off-the-shelf setting. */
    private static final double DEFAULT_THRESHOLD = 7e-5;

    static Ppt of(ReducerSpec spec) {
        SpecReader reader = new SpecReader(spec);
        int removed =
                reader.wholeNumber(REMOVED, REMOVED_RANGE, 0).orElseThrow(() -> reader.missing(REMOVED, REMOVED_RANGE));
        double threshold = reader.number(THRESHOLD, THRESHOLD_RANGE, variance -> variance >= 0 && variance <= 1)
                .orElse(DEFAULT_THRESHOLD);
        boolean proportional = reader.flag(PROPORTIONAL).orElse(true);
        Ppt ppt = new Ppt(removed, threshold, proportional, Stages.read(reader));
        reader.requireNothingElse();
        return ppt;
    }

    @Override
    public ReducerSpec spec() {
        Map<String, String> parameters = new TreeMap<>(family().parameters());
        parameters.put(REMOVED, String.valueOf(removed));
        return new ReducerSpec(METHOD, parameters);
    }

    @Override
    public ReducerSpec family() {
        Map<String, String> parameters = new TreeMap<>();
        if (threshold != DEFAULT_THRESHOLD) {
            parameters.put(THRESHOLD, SpecReader.text(threshold));
        }
        if (!proportional) {
            parameters.put(PROPORTIONAL, "false");
        }
        stages.addTo(parameters);
        return new ReducerSpec(METHOD, parameters);
    }

    @Override
    public TokenSchedule schedule(VitShape shape) {
        return stages.insideBlocks(
                spec(),
                shape,
                (stage, tokens) -> Math.min(removed, (tokens - 1) / 2),
                (tokens, removedHere) -> tokens - removedHere);
    }

    /** Lengths of the values, similarities, and the weighting of the tokens on both sides of a merge. */
    @Override
    public long macs(VitShape shape, TokenSchedule schedule, int block) {
        int tokens = schedule.inAttention().get(block);
        if (schedule.leaving().get(block) == tokens) {
            return 0;
        }
        return 3L * tokens * shape.width() + BipartiteMatching.macs(tokens, shape);
    }

    @Override
    public boolean proportionalAttention() {
        return proportional;
    }

    @Override
    public Tokens insideBlock(Site site, Tokens tokens, AttentionView attention) {
        if (stages.stage(site.block()).isEmpty()) {
            return tokens;
        }
        Count amount = site.amount(stages.stage(site.block()).getAsInt());
        return Merging.inStage(site.graph(), tokens, amount, branch -> merging(branch, attention, amount));
    }

    /** Pooling in some pictures; in the others what is pruned: other tokens stay, and nothing is added to them. */
    private Merging merging(Graph graph, AttentionView attention, Count amount) {
        Value scores = scores(graph, attention);
        Count others = graph.count(scores, 1);
        Value pools = graph.less(variance(graph, scores, others), graph.scalar((float) threshold));
        Value kept = ClassRanking.best(graph, scores, graph.minus(others, amount));
        Merging pooling = new BipartiteMatching(graph, 1).match(attention.keys(graph), amount);
        Value pooled = graph.unsqueeze(graph.cast(pools, ElementType.FLOAT), 2);
        return new Merging(
                graph.where(pools, pooling.positions(), kept),
                pooling.sources(),
                graph.multiply(pooling.assignment(), pooled));
    }

    /** {@code [batch, tokens - 1]}, adding up to 1. */
    private static Value scores(Graph graph, AttentionView attention) {
        Value attended = graph.sum(attention.classAttention(graph), 1);
        Value lengths = graph.length(attention.values(graph), -1);
        Value raw = graph.sliceFrom(graph.multiply(attended, lengths), 1, 1);
        return graph.divide(raw, graph.unsqueeze(graph.sum(raw, 1), 1));
    }

    /** {@code [batch, 1]}: unbiased, by picture. */
    private static Value variance(Graph graph, Value scores, Count n) {
        Value deviation = graph.subtract(scores, graph.unsqueeze(graph.mean(scores, 1), 1));
        Value squares = graph.sum(graph.multiply(deviation, deviation), 1);
        Value divisor = graph.cast(graph.minus(n, 1).value(), ElementType.FLOAT);
        return graph.unsqueeze(graph.divide(squares, divisor), 1);
    }
}
