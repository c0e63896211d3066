package io.sluice.ingest.source;

import java.nio.file.Path;

/** A video file, or a directory of images. */
public record LocalPath(Path path) implements SourceUri {
    @Override
    public boolean reconnects() {
        return false;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
