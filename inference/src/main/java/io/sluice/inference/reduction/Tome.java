package io.sluice.inference.reduction;

import io.sluice.inference.graph.Count;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import java.util.Map;
import java.util.TreeMap;

/**
 * ToMe (Bolya et al., ICLR 2023). Inside every block the most similar tokens are merged ({@link BipartiteMatching}), weighted
 * by how many each stands for; special tokens take no part. From block to block the number merged goes from
 * {@code lo = r (1 - inflect)}, rounded down, to {@code 2 r - lo} in equal steps, rounded down at each block; never more than
 * half of the tokens that are not special.
 *
 * <p>The amount at run time is the number of tokens removed; 0 changes nothing.
 *
 * @param removed tokens to remove in each block, on average
 * @param inflection -1: most in the first blocks and none in the last; 0: as many in each; 1: most in the last
 * @param proportional whether attention counts a merged token as many times as there are tokens in it
 */
record Tome(int removed, double inflection, boolean proportional) implements TokenReducer {
    static final String METHOD = "tome";

    private static final String REMOVED = "r";
    private static final String INFLECTION = "inflect";
    private static final String PROPORTIONAL = "prop";
    private static final String REMOVED_RANGE = "a number of tokens to remove in each block, 0 or more, such as 13";
    private static final String INFLECTION_RANGE = "a number of -1 to 1";

    static Tome of(ReducerSpec spec) {
        SpecReader reader = new SpecReader(spec);
        int removed =
                reader.wholeNumber(REMOVED, REMOVED_RANGE, 0).orElseThrow(() -> reader.missing(REMOVED, REMOVED_RANGE));
        double inflection = reader.number(INFLECTION, INFLECTION_RANGE, value -> value >= -1 && value <= 1)
                .orElse(0.0);
        Tome tome = new Tome(removed, inflection, reader.flag(PROPORTIONAL).orElse(true));
        reader.requireNothingElse();
        return tome;
    }

    @Override
    public ReducerSpec spec() {
        Map<String, String> parameters = new TreeMap<>(family().parameters());
        parameters.put(REMOVED, String.valueOf(removed));
        if (inflection != 0) {
            parameters.put(INFLECTION, SpecReader.text(inflection));
        }
        return new ReducerSpec(METHOD, parameters);
    }

    @Override
    public ReducerSpec family() {
        return new ReducerSpec(METHOD, proportional ? Map.of() : Map.of(PROPORTIONAL, "false"));
    }

    @Override
    public TokenSchedule schedule(VitShape shape) {
        return Stages.everyBlock(shape.depth())
                .insideBlocks(
                        shape,
                        (block, tokens) -> Math.min(wanted(block, shape.depth()), (tokens - shape.specialTokens()) / 2),
                        (tokens, merged) -> tokens - merged);
    }

    /** In binary floats, the step first, as the authors' code counts: r = 15, inflect = 1 ends with 29 of 30. */
    private int wanted(int block, int depth) {
        long first = (long) (removed * (1 - inflection));
        long last = 2L * removed - first;
        double step = (last - first) / (double) Math.max(1, depth - 1);
        return (int) (first + step * block);
    }

    /** Similarities, and the weighting of the tokens on both sides of a merge. */
    @Override
    public long macs(VitShape shape, TokenSchedule schedule, int block) {
        int tokens = schedule.inAttention().get(block);
        return schedule.leaving().get(block) == tokens
                ? 0
                : 2L * tokens * shape.width() + BipartiteMatching.macs(tokens, shape);
    }

    @Override
    public boolean proportionalAttention() {
        return proportional;
    }

    @Override
    public Tokens insideBlock(Site site, Tokens tokens, AttentionView attention) {
        Count amount = site.amount(site.block());
        return Merging.inStage(
                site.graph(),
                tokens,
                amount,
                branch -> new BipartiteMatching(branch, site.specialTokens()).match(attention.keys(branch), amount));
    }
}
