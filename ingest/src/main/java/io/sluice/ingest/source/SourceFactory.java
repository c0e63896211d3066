package io.sluice.ingest.source;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes a source for a URI.
 *
 * @param timeouts told to FFmpeg's protocols; the first of three lines of defence against a peer that has vanished
 * @param shortSide see {@link PictureSize#scaledTo}; the synthetic scene has a size of its own
 * @param imagesPerSecond media rate of a directory of images
 * @param loop whether a source that ends starts again
 */
public record SourceFactory(SourceTimeouts timeouts, int shortSide, double imagesPerSecond, AtEnd loop) {
    /** A source that is not yet open. Cheap, and never fails. */
    public FrameSource create(SourceUri uri) {
        return loop == AtEnd.LOOP ? new LoopingSource(() -> once(uri)) : once(uri);
    }

    private FrameSource once(SourceUri uri) {
        if (uri instanceof LocalPath local) {
            return local(local.path());
        } else if (uri instanceof NetworkStream stream) {
            return new FfmpegSource(FfmpegInput.stream(stream, timeouts.read()), shortSide);
        } else if (uri instanceof CaptureDevice device) {
            return new FfmpegSource(FfmpegInput.device(device), shortSide);
        } else if (uri instanceof SyntheticShapes shapes) {
            return new SyntheticSource(shapes);
        }
        throw new IllegalArgumentException("no source for " + uri);
    }

    private FrameSource local(Path path) {
        return Files.isDirectory(path)
                ? new ImageDirectorySource(path, imagesPerSecond, shortSide)
                : new FfmpegSource(FfmpegInput.file(path), shortSide);
    }
}
