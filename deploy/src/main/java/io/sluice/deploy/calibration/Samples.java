package io.sluice.deploy.calibration;

import io.sluice.inference.engine.SampleFrame;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.Preprocessing;
import java.util.List;
import java.util.function.Consumer;

/** Frames that operating points are compared on; one implementation for each place that they may come from. */
public sealed interface Samples permits PreparedSamples, FolderSamples, CameraSamples, SceneSamples {
    /**
     * What they are, so that measurements on others are not taken for theirs: the same text only where the same frames, or
     * frames of the same cameras, would come.
     *
     * @param names of the model's classes
     */
    String identity(ClassNames names);

    /**
     * The frames.
     *
     * @param preprocessing of the models
     * @param names of the model's classes
     * @param problems told one sentence for what cannot be used
     * @return empty where there are none now
     */
    List<SampleFrame> frames(Preprocessing preprocessing, ClassNames names, Consumer<String> problems);
}
