package io.sluice.inference.reduction;

import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import java.util.Map;

/**
 * Top-K, the baseline of Haurum et al. (ICCV workshops 2023): inside a block the patches stay that the class token attends
 * to most, averaged over the heads, in descending order; the others are dropped. After stage s, from 0, {@code n keep^(s + 1)} of
 * the picture's n patches are left, rounded down.
 *
 * <p>EViT without fusing chooses in the same way and differs by a token or so a stage: it rounds up the share of those that
 * are there. DynamicViT leaves exactly as many.
 *
 * <p>The amount at run time is the number of tokens kept beside the class token; all of them changes nothing.
 *
 * @param keep share of patches kept at each stage
 */
record TopK(KeepRate keep) implements TokenReducer {
    static final String METHOD = "topk";

    static TopK of(ReducerSpec spec) {
        return new TopK(KeepRate.alone(spec));
    }

    @Override
    public ReducerSpec spec() {
        return keep.member(family());
    }

    @Override
    public ReducerSpec family() {
        return keep.family(METHOD, Map.of());
    }

    @Override
    public TokenSchedule schedule(VitShape shape) {
        return keep.ofThePatches(spec(), shape);
    }

    /** Nothing but choosing. */
    @Override
    public long macs(VitShape shape, TokenSchedule schedule, int block) {
        return 0;
    }

    @Override
    public Tokens insideBlock(Site site, Tokens tokens, AttentionView attention) {
        return keep.reduce(
                site,
                tokens,
                (graph, stage, kept) -> Reduced.to(
                        graph, tokens.x(), ClassRanking.best(graph, ClassRanking.byAttention(graph, attention), kept)));
    }
}
