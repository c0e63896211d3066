package io.sluice.ingest;

import io.sluice.ingest.source.SourceTimeouts;
import io.sluice.schemas.Topics;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an {@link Ingest} does.
 *
 * @param topics names of the topics
 * @param cameras at least one, ids all different
 * @param timeouts for opening and reading every source
 * @param bufferBytesPerCamera encoded frames that a camera may hold until Kafka has acknowledged them
 */
public record IngestSettings(
        Topics topics, List<CameraSpec> cameras, SourceTimeouts timeouts, long bufferBytesPerCamera) {
    /** At 20 KB a frame and 30 frames a second: nearly half a minute of a camera. */
    public static final long DEFAULT_BUFFER_BYTES_PER_CAMERA = 16L << 20;

    private static final long MIN_BUFFER_BYTES = 1L << 20;

    public IngestSettings {
        cameras = List.copyOf(cameras);
        if (cameras.isEmpty()) {
            throw new IngestException("There is no camera: expected at least one.");
        }
        Set<String> ids = new HashSet<>();
        for (CameraSpec camera : cameras) {
            if (!ids.add(camera.id())) {
                throw new IngestException("Camera id '" + camera.id() + "' is given twice: expected different ids.");
            }
        }
        if (bufferBytesPerCamera < MIN_BUFFER_BYTES) {
            throw new IngestException("The buffer for each camera is " + bufferBytesPerCamera
                    + " bytes: expected at least " + MIN_BUFFER_BYTES + ".");
        }
    }

    /** Defaults for everything but the topics and the cameras. */
    public IngestSettings(Topics topics, List<CameraSpec> cameras) {
        this(topics, cameras, SourceTimeouts.DEFAULT, DEFAULT_BUFFER_BYTES_PER_CAMERA);
    }
}
