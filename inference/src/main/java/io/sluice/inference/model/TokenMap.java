package io.sluice.inference.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * What became of a picture's patches on their way through a model. Patches are numbered from 0, row by row, over the square that
 * the model sees. What has been merged stays together, what has been pruned stays away.
 *
 * @param rows of patches
 * @param columns of patches
 * @param stages in the order of the blocks: each block that tokens can be reduced in; none for a model without a reducer
 */
public record TokenMap(int rows, int columns, List<PatchGroups> stages) {
    public TokenMap {
        stages = List.copyOf(stages);
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException("Expected patches, found " + rows + " rows of " + columns + ".");
        }
        for (PatchGroups stage : stages) {
            if (stage.groups().size() != rows * columns) {
                throw new IllegalArgumentException("Expected " + rows * columns + " patches, found "
                        + stage.groups().size() + " after " + stage.name() + ".");
            }
        }
        for (int stage = 1; stage < stages.size(); stage++) {
            stages.get(stage).requireAfter(stages.get(stage - 1));
        }
    }

    /**
     * Of what a model shows of itself.
     *
     * @param holders by block, for each patch the position of the token that holds it, or a negative number
     * @throws IllegalStateException where those are not the tokens that {@code schedule} leaves
     */
    public static TokenMap of(VitShape shape, TokenSchedule schedule, NavigableMap<Integer, long[]> holders) {
        int side = shape.inputSize() / shape.patch();
        List<PatchGroups> stages = new ArrayList<>();
        for (Map.Entry<Integer, long[]> block : holders.entrySet()) {
            PatchGroups groups = PatchGroups.of(block.getKey(), block.getValue());
            int expected = schedule.leaving().get(block.getKey()) - shape.specialTokens();
            if (groups.tokens() != expected) {
                throw new IllegalStateException("Expected patches in " + expected + " tokens after " + groups.name()
                        + ", found them in " + groups.tokens() + ".");
            }
            stages.add(groups);
        }
        return new TokenMap(side, side, stages);
    }
}
