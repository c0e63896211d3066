package io.sluice.deploy;

import io.sluice.deploy.bench.faults.TinyModel;
import java.io.IOException;
import java.nio.file.Path;

/** A checkpoint file of a model so small that only the way of the frames takes time. */
public final class SmallCheckpoint {
    /** Classes of its head. */
    public static final int CLASSES = TinyModel.CLASSES;

    private SmallCheckpoint() {}

    /** Writes untrained weights. */
    public static Path write(Path file) throws IOException {
        return TinyModel.write(file);
    }
}
