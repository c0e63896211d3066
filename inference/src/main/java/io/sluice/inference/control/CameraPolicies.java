package io.sluice.inference.control;

import java.time.Duration;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What the cameras ask for.
 *
 * @param usual of every camera that is not in {@code byCamera}
 * @param byCamera of single cameras, by their ids
 */
public record CameraPolicies(CameraPolicy usual, Map<String, CameraPolicy> byCamera) {
    /** No frame of any camera is shed. */
    public static final CameraPolicies DEFAULT = of(CameraPolicy.DEFAULT);

    public CameraPolicies {
        byCamera = Map.copyOf(byCamera);
    }

    /** The same for all cameras. */
    public static CameraPolicies of(CameraPolicy all) {
        return new CameraPolicies(all, Map.of());
    }

    /** Of one camera. */
    public CameraPolicy of(String camera) {
        return byCamera.getOrDefault(camera, usual);
    }

    /** Every weight that there is, some more than once. */
    DoubleStream weights() {
        return all().mapToDouble(CameraPolicy::weight);
    }

    /** The shortest {@link CameraPolicy#urgency} of all. */
    public Duration shortestUrgency() {
        return all().map(CameraPolicy::urgency).min(Duration::compareTo).orElseThrow();
    }

    private Stream<CameraPolicy> all() {
        return Stream.concat(Stream.of(usual), byCamera.values().stream());
    }
}
