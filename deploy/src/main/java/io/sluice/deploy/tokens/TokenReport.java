package io.sluice.deploy.tokens;

import io.sluice.deploy.tokens.TracedFrame.Traced;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.PatchGroups;
import io.sluice.inference.model.PictureRegion;
import io.sluice.inference.model.Precision;
import java.util.List;

/**
 * What became of a picture's tokens.
 *
 * @param file as it was named
 * @param model name and hash of the weights
 * @param reducer method and amount
 * @param precision of the matrix products
 * @param gmacs multiply-accumulates of the picture, in billions
 * @param rows of patches
 * @param columns of patches
 * @param region what of the picture they cover
 * @param labels best first
 * @param stages in the order of the blocks
 */
public record TokenReport(
        String file,
        String model,
        String reducer,
        Precision precision,
        double gmacs,
        int rows,
        int columns,
        PictureRegion region,
        List<Label> labels,
        List<Stage> stages) {
    /**
     * A class.
     *
     * @param index output of the model's head
     * @param name from the class names
     * @param score softmax over all classes, 0 to 1
     */
    public record Label(int index, String name, float score) {}

    /**
     * The patches after a block.
     *
     * @param block that tokens were reduced in or before, from 0
     * @param tokens that are left, special ones included
     * @param kept patches that have a token of their own
     * @param merged patches that share one
     * @param pruned patches that no token holds
     * @param groups for each patch, row by row, the first of those that share its token, or -1 where it was pruned
     */
    public record Stage(int block, int tokens, int kept, int merged, int pruned, List<Integer> groups) {
        static Stage of(PatchGroups stage, OperatingPoint point) {
            return new Stage(
                    stage.block(),
                    point.schedule().leaving().get(stage.block()),
                    stage.kept(),
                    stage.merged(),
                    stage.pruned(),
                    stage.groups());
        }

        /** Tokens that several patches share. */
        public int mergedTokens() {
            return (int) groups.stream()
                            .filter(group -> group != PatchGroups.PRUNED)
                            .distinct()
                            .count()
                    - kept;
        }
    }

    /** Of a picture that was traced at an operating point. */
    public static TokenReport of(String file, OperatingPoint point, Traced traced) {
        return new TokenReport(
                file,
                point.model().toString(),
                point.reducer().toString(),
                point.precision(),
                point.gmacs(),
                traced.tokens().rows(),
                traced.tokens().columns(),
                traced.region(),
                traced.labels().stream()
                        .map(label -> new Label(label.getIndex(), label.getName(), label.getScore()))
                        .toList(),
                traced.tokens().stages().stream()
                        .map(stage -> Stage.of(stage, point))
                        .toList());
    }
}
