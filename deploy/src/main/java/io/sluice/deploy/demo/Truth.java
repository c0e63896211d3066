package io.sluice.deploy.demo;

import io.sluice.inference.model.ClassNames;
import io.sluice.ingest.CameraSpec;
import io.sluice.ingest.source.SyntheticScene;
import io.sluice.ingest.source.SyntheticShapes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the frames of a camera truly show. It is known where Sluice draws the frames itself, and judged where the model has
 * names for all that can be drawn. Each frame has one truth, also where one thing follows another: scenes cut from frame to
 * frame, and the first frame after a cut shows nothing of what was before it.
 */
@FunctionalInterface
interface Truth {
    /** Of a camera that nobody knows the truth about. */
    Truth UNKNOWN = sequence -> Optional.empty();

    /** The name of what a frame shows, by the frame's sequence in its session; empty where nobody knows. */
    Optional<String> of(long sequence);

    /**
     * The truth about a camera, for a model whose classes have these names. Unknown where the camera is resampled: its
     * sequences are not the frames of the scene then.
     */
    static Truth about(CameraSpec camera, ClassNames names) {
        boolean everyFrame = camera.capture().fps().isEmpty();
        return camera.uri() instanceof SyntheticShapes shapes && everyFrame && namesAllShapes(names)
                ? of(shapes)
                : UNKNOWN;
    }

    private static boolean namesAllShapes(ClassNames names) {
        Set<String> known =
                IntStream.range(0, names.size()).mapToObj(names::name).collect(Collectors.toCollection(HashSet::new));
        return known.containsAll(SyntheticScene.classNames());
    }

    /** A scene that ends is played again from its beginning. */
    private static Truth of(SyntheticShapes shapes) {
        long frames = shapes.frames().orElse(Long.MAX_VALUE);
        List<String> classes = SyntheticScene.classNames();
        return sequence -> Optional.of(classes.get(shapes.scene().truth(sequence % frames)));
    }
}
