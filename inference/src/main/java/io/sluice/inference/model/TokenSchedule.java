package io.sluice.inference.model;

import java.util.List;

/**
 * How many tokens a picture has on its way through the blocks, special tokens included.
 *
 * @param entering tokens entering the first block
 * @param inAttention tokens that each block's attention sees, one entry a block
 * @param leaving tokens that each block's MLP sees and passes on, one entry a block
 * @param amounts what the compiled graph is told at run time, one number for each reducing stage in the order of the
 *     blocks; what it counts is the reducer's business (EViT: tokens kept beside the class token; PPT: tokens
 *     removed). Empty when nothing is reduced
 */
public record TokenSchedule(int entering, List<Integer> inAttention, List<Integer> leaving, List<Integer> amounts) {
    public TokenSchedule {
        inAttention = List.copyOf(inAttention);
        leaving = List.copyOf(leaving);
        amounts = List.copyOf(amounts);
        if (entering < 1 || leaving.isEmpty() || inAttention.size() != leaving.size()) {
            throw new IllegalArgumentException("Expected at least one token and one block, found " + entering
                    + " tokens, attention " + inAttention + ", leaving " + leaving + ".");
        }
        for (int block = 0; block < leaving.size(); block++) {
            int before = entering(entering, leaving, block);
            if (inAttention.get(block) > before
                    || leaving.get(block) > inAttention.get(block)
                    || leaving.get(block) < 1) {
                throw new IllegalArgumentException("Tokens must never grow from block to block nor vanish, found "
                        + before + " before block " + block + ", " + inAttention.get(block) + " in its attention and "
                        + leaving.get(block) + " after it.");
            }
        }
    }

    /** Tokens entering a block, before anything happens in front of it. */
    public int entering(int block) {
        return entering(entering, leaving, block);
    }

    private static int entering(int first, List<Integer> leaving, int block) {
        return block == 0 ? first : leaving.get(block - 1);
    }

    /** Tokens leaving the last block. */
    public int left() {
        return leaving.get(leaving.size() - 1);
    }
}
