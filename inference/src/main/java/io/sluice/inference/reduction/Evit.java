package io.sluice.inference.reduction;

import io.sluice.inference.graph.Count;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * EViT (Liang et al., ICLR 2022). Inside a block, of the n tokens beside the class token those {@code ceil(keep n)} stay
 * that the class token attends to most, averaged over the heads, in descending order. The others are dropped or, fused,
 * become one more token: their sum, weighted by that attention as it is.
 *
 * <p>The amount at run time is the number of tokens kept beside the class token; n changes nothing.
 *
 * @param keep share of tokens kept at each stage, above 0, at most 1
 * @param fuse whether the others are fused
 * @param stages blocks to act in
 */
record Evit(double keep, boolean fuse, Stages stages) implements TokenReducer {
    static final String METHOD = "evit";

    private static final String KEEP = "keep";
    private static final String FUSE = "fuse";
    private static final String RANGE = "a share above 0 and at most 1, such as 0.7";

    static Evit of(ReducerSpec spec) {
        SpecReader reader = new SpecReader(spec);
        double keep = reader.number(KEEP, RANGE, share -> share > 0 && share <= 1)
                .orElseThrow(() -> reader.missing(KEEP, RANGE));
        Evit evit = new Evit(keep, reader.flag(FUSE).orElse(true), Stages.read(reader));
        reader.requireNothingElse();
        return evit;
    }

    @Override
    public ReducerSpec spec() {
        Map<String, String> parameters = new TreeMap<>(family().parameters());
        parameters.put(KEEP, SpecReader.text(keep));
        return new ReducerSpec(METHOD, parameters);
    }

    @Override
    public ReducerSpec family() {
        Map<String, String> parameters = new TreeMap<>();
        if (!fuse) {
            parameters.put(FUSE, "false");
        }
        stages.addTo(parameters);
        return new ReducerSpec(METHOD, parameters);
    }

    @Override
    public TokenSchedule schedule(VitShape shape) {
        return stages.insideBlocks(spec(), shape, tokens -> (int) Math.ceil(keep * (tokens - 1)), this::left);
    }

    private int left(int tokens, int kept) {
        return kept == tokens - 1 ? tokens : 1 + kept + (fuse ? 1 : 0);
    }

    /** The weighted sum over the tokens. */
    @Override
    public long macs(VitShape shape, TokenSchedule schedule, int block) {
        boolean acts = schedule.leaving().get(block) < schedule.inAttention().get(block);
        return fuse && acts ? (long) schedule.inAttention().get(block) * shape.width() : 0;
    }

    @Override
    public Tokens insideBlock(Site site, Tokens tokens, AttentionView attention) {
        if (stages.stage(site.block()).isEmpty()) {
            return tokens;
        }
        Graph graph = site.graph();
        Value x = tokens.x();
        Count kept = site.amount(stages.stage(site.block()).getAsInt());
        Count all = graph.minus(graph.count(x, 1), 1);
        List<Value> left =
                graph.ifLess(kept, all, branch -> List.of(reduce(branch, x, attention, kept)), branch -> List.of(x));
        return tokens.withX(left.get(0));
    }

    private Value reduce(Graph graph, Value x, AttentionView attention, Count kept) {
        Value scores = graph.mean(attention.classAttention(graph), 1);
        Value positions = ClassRanking.best(graph, graph.sliceFrom(scores, 1, 1), kept);
        Value chosen = graph.gather(x, positions);
        return fuse ? graph.concat(1, chosen, fused(graph, x, scores, positions)) : chosen;
    }

    /** {@code [batch, 1, width]}: the sum of the tokens that were not chosen, which is that of all with the chosen at 0. */
    private static Value fused(Graph graph, Value x, Value scores, Value chosen) {
        Value zero = graph.multiply(graph.cast(chosen, scores.type()), graph.scalar(0f));
        Value weights = graph.scatter(scores, chosen, zero);
        return graph.matMul(graph.unsqueeze(weights, 1), x);
    }
}
