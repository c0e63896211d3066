package io.sluice.inference.reduction;

import io.sluice.inference.graph.Value;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import java.util.Map;

/**
 * DynamicViT (Rao et al., NeurIPS 2021). Before a block, a trained head ({@link ScorePredictor}) says which patches are worth
 * keeping, and the best stay, in descending order; the others are dropped. After stage s, from 0, {@code n keep^(s + 1)} of the
 * picture's n patches are left, rounded down.
 *
 * <p>The amount at run time is the number of tokens kept beside the class token; all of them changes nothing.
 *
 * @param keep share of patches kept at each stage
 */
record DynamicVit(KeepRate keep) implements TokenReducer {
    static final String METHOD = "dynamicvit";

    static DynamicVit of(ReducerSpec spec) {
        return new DynamicVit(KeepRate.alone(spec));
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
        return Stages.beforeBlocks(keep.ofThePatches(spec(), shape));
    }

    @Override
    public long macs(VitShape shape, TokenSchedule schedule, int block) {
        int before = schedule.entering(block);
        return schedule.inAttention().get(block) < before ? ScorePredictor.macs(before - 1, shape.width()) : 0;
    }

    @Override
    public Tokens beforeBlock(Site site, Tokens tokens) {
        return keep.reduce(site, tokens, (graph, stage, kept) -> {
            Value scores = new ScorePredictor(graph, site.parameters(), stage).scores(tokens.x());
            return Reduced.to(graph, tokens.x(), ClassRanking.best(graph, scores, kept));
        });
    }
}
