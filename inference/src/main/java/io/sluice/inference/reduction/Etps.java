package io.sluice.inference.reduction;

import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import java.util.Map;

/**
 * eTPS (Wei et al., CVPR 2023): EViT's choice, and nothing is lost. Inside a block, of the n tokens beside the class token
 * those {@code ceil(keep n)} stay that the class token attends to most, averaged over the heads, in descending order; the
 * others are squeezed into them ({@link Squeeze}).
 *
 * <p>The amount at run time is the number of tokens kept beside the class token; n changes nothing.
 *
 * @param keep share of tokens kept at each stage
 */
record Etps(KeepRate keep) implements TokenReducer {
    static final String METHOD = "etps";

    static Etps of(ReducerSpec spec) {
        return new Etps(KeepRate.alone(spec));
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
        return keep.stages()
                .insideBlocks(
                        spec(), shape, (stage, tokens) -> keep.ofThosePresent(tokens), (tokens, kept) -> 1 + kept);
    }

    @Override
    public long macs(VitShape shape, TokenSchedule schedule, int block) {
        return Squeeze.macs(
                schedule.inAttention().get(block), schedule.leaving().get(block), shape.width());
    }

    @Override
    public Tokens insideBlock(Site site, Tokens tokens, AttentionView attention) {
        return keep.reduce(
                site,
                tokens,
                (graph, stage, kept) ->
                        new Squeeze(graph).reduce(tokens.x(), ClassRanking.byAttention(graph, attention), kept));
    }
}
