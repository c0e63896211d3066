package io.sluice.inference.reduction;

import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The blocks that a method acts in.
 *
 * @param blocks numbers from 0, ascending
 */
record Stages(List<Integer> blocks) {
    /** What the papers use for backbones of 12 blocks. */
    static final Stages DEFAULT = new Stages(List.of(3, 6, 9));

    private static final String PARAMETER = "blocks";

    Stages {
        blocks = List.copyOf(blocks);
    }

    static Stages read(SpecReader reader) {
        return reader.blocks(PARAMETER).map(Stages::new).orElse(DEFAULT);
    }

    /** Adds this to a spec's parameters where it is not the default. */
    void addTo(Map<String, String> parameters) {
        if (!equals(DEFAULT)) {
            parameters.put(PARAMETER, blocks.stream().map(String::valueOf).collect(Collectors.joining("+")));
        }
    }

    /** Which stage a block is, from 0; empty for a block that nothing happens in. */
    OptionalInt stage(int block) {
        int stage = blocks.indexOf(block);
        return stage < 0 ? OptionalInt.empty() : OptionalInt.of(stage);
    }

    /** All blocks of a backbone. */
    static Stages everyBlock(int depth) {
        return new Stages(IntStream.range(0, depth).boxed().toList());
    }

    /**
     * The schedule of a method that acts inside blocks and knows one special token.
     *
     * @param spec of the method, for messages
     * @param amount number of the stage, from 0, and tokens in the attention to the number that the graph is told
     * @param left tokens in the attention and that number to the tokens that are left
     */
    TokenSchedule insideBlocks(ReducerSpec spec, VitShape shape, IntBinaryOperator amount, IntBinaryOperator left) {
        requireFit(spec, shape);
        return insideBlocks(shape, amount, left);
    }

    /** The same for blocks that all exist, of a method that knows two special tokens as well. */
    TokenSchedule insideBlocks(VitShape shape, IntBinaryOperator amount, IntBinaryOperator left) {
        List<Integer> inAttention = new ArrayList<>();
        List<Integer> leaving = new ArrayList<>();
        List<Integer> amounts = new ArrayList<>();
        int tokens = shape.tokens();
        for (int block = 0; block < shape.depth(); block++) {
            inAttention.add(tokens);
            if (blocks.contains(block)) {
                amounts.add(amount.applyAsInt(amounts.size(), tokens));
                tokens = left.applyAsInt(tokens, amounts.get(amounts.size() - 1));
            }
            leaving.add(tokens);
        }
        return new TokenSchedule(shape.tokens(), inAttention, leaving, amounts);
    }

    /** The schedule of a method that acts before its blocks, given that of one that leaves as many inside them. */
    static TokenSchedule beforeBlocks(TokenSchedule inside) {
        return new TokenSchedule(inside.entering(), inside.leaving(), inside.leaving(), inside.amounts());
    }

    private void requireFit(ReducerSpec spec, VitShape shape) {
        int last = blocks.get(blocks.size() - 1);
        if (last >= shape.depth()) {
            throw new IllegalArgumentException("Reducer '" + spec + "' acts in block " + last
                    + ": expected blocks 0 to " + (shape.depth() - 1) + " of this model.");
        }
        if (shape.specialTokens() != 1) {
            throw new IllegalArgumentException("Reducer '" + spec
                    + "' has no rule for a model with a distillation token: expected one with a class token only.");
        }
    }
}
