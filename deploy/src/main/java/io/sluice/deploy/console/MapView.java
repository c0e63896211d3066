package io.sluice.deploy.console;

import io.sluice.deploy.tokens.TracedFrame;
import io.sluice.inference.model.PatchGroups;
import io.sluice.inference.model.PictureRegion;
import java.util.Base64;
import java.util.List;

/**
 * What became of the patches of one picture, together with that picture.
 *
 * @param picture the file in Base64
 * @param answer what was answered about that frame
 * @param rows of patches
 * @param columns of patches
 * @param region of the picture that they cover
 * @param stages after which tokens were fewer; none for a model that reduces none
 * @param labels that this run gave
 */
record MapView(
        String picture,
        String contentType,
        AnswerView answer,
        int rows,
        int columns,
        PictureRegion region,
        List<Stage> stages,
        List<AnswerView.LabelView> labels) {
    /**
     * The patches after one block.
     *
     * @param groups for each patch the first that shares its token; {@link PatchGroups#PRUNED} where none holds it
     */
    record Stage(String name, List<Integer> groups) {}

    static MapView of(AnsweredPicture seen, TracedFrame.Traced traced) {
        return new MapView(
                Base64.getEncoder().encodeToString(seen.picture().bytes()),
                seen.picture().contentType(),
                seen.answer(),
                traced.tokens().rows(),
                traced.tokens().columns(),
                traced.region(),
                traced.tokens().stages().stream()
                        .map(stage -> new Stage(stage.name(), stage.groups()))
                        .toList(),
                traced.labels().stream().map(AnswerView.LabelView::of).toList());
    }
}
