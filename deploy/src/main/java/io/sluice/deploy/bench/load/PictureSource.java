package io.sluice.deploy.bench.load;

import io.sluice.inference.model.ClassNames;
import java.nio.file.Path;

/** Where the pictures come from that the cameras show. */
public sealed interface PictureSource {
    /** Films for the cameras, for a model with these classes. */
    Footage films(ClassNames names, int cameras, long seed);

    /** Synthetic scenes, whose truth is known to a model that names their shapes. */
    record SyntheticScenes() implements PictureSource {
        @Override
        public Footage films(ClassNames names, int cameras, long seed) {
            return new Scenes(names).films(cameras, seed);
        }
    }

    /** Every second picture of a directory; the others are for calibration. */
    record Directory(Path directory) implements PictureSource {
        @Override
        public Footage films(ClassNames names, int cameras, long seed) {
            return Photographs.in(directory, names).films(cameras, seed);
        }
    }
}
