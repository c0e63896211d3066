package io.sluice.inference.reduction;

import io.sluice.inference.graph.Count;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import java.util.Map;

/**
 * EViT (Liang et al., ICLR 2022). Inside a block, of the n tokens beside the class token those {@code ceil(keep n)} stay
 * that the class token attends to most, averaged over the heads, in descending order. The others are dropped or, fused,
 * become one more token: their sum, weighted by that attention as it is.
 *
 * <p>The amount at run time is the number of tokens kept beside the class token; n changes nothing.
 *
 * @param keep share of tokens kept at each stage
 * @param fuse whether the others are fused
 */
record Evit(KeepRate keep, boolean fuse) implements TokenReducer {
    static final String METHOD = "evit";

    private static final String FUSE = "fuse";

    static Evit of(ReducerSpec spec) {
        SpecReader reader = new SpecReader(spec);
        Evit evit = new Evit(KeepRate.read(reader), reader.flag(FUSE).orElse(true));
        reader.requireNothingElse();
        return evit;
    }

    @Override
    public ReducerSpec spec() {
        return keep.member(family());
    }

    @Override
    public ReducerSpec family() {
        return keep.family(METHOD, fuse ? Map.of() : Map.of(FUSE, "false"));
    }

    @Override
    public TokenSchedule schedule(VitShape shape) {
        return keep.stages().insideBlocks(spec(), shape, (stage, tokens) -> keep.ofThosePresent(tokens), this::left);
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
        return keep.reduce(site, tokens, (graph, stage, kept) -> reduce(graph, tokens.x(), attention, kept));
    }

    private Reduced reduce(Graph graph, Value x, AttentionView attention, Count kept) {
        Value scores = graph.mean(attention.classAttention(graph), 1);
        Value positions = ClassRanking.best(graph, graph.sliceFrom(scores, 1, 1), kept);
        Value chosen = graph.gather(x, positions);
        return fuse
                ? new Reduced(
                        graph.concat(1, chosen, fused(graph, x, scores, positions)), TokenAssignment.fused(positions))
                : new Reduced(chosen, TokenAssignment.kept(positions));
    }

    /** {@code [batch, 1, width]}: the sum of the tokens that were not chosen, which is that of all with the chosen at 0. */
    private static Value fused(Graph graph, Value x, Value scores, Value chosen) {
        Value zero = graph.multiply(graph.cast(chosen, scores.type()), graph.scalar(0f));
        Value weights = graph.scatter(scores, chosen, zero);
        return graph.matMul(graph.unsqueeze(weights, 1), x);
    }
}
