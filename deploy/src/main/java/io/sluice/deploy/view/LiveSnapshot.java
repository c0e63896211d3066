package io.sluice.deploy.view;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a running demo looks like at one moment.
 *
 * @param overall all cameras together
 * @param cameras each on its own, in the order in which they are shown
 */
public record LiveSnapshot(Overall overall, List<CameraRow> cameras) {
    public LiveSnapshot {
        cameras = List.copyOf(cameras);
    }

    /**
     * All cameras together.
     *
     * @param operatingPoint the reducer spec and precision in use, such as {@code ppt:r=50 FLOAT32}
     * @param framesPerSecond answers per second
     * @param batchSize mean frames per batch; empty when no batch was run lately
     * @param age of labelled frames; empty when none was labelled lately
     * @param lag records on the frames topic not yet taken; empty when not known
     * @param inFlight frames taken and not yet answered
     */
    public record Overall(
            String operatingPoint,
            double framesPerSecond,
            OptionalDouble batchSize,
            Optional<Age> age,
            OptionalLong lag,
            long inFlight) {}

    /** Percentiles of an age since capture, in milliseconds. */
    public record Age(double p50Millis, double p99Millis) {}

    /**
     * One camera.
     *
     * @param camera its id
     * @param state one word, such as {@code running} or {@code reconnecting}
     * @param framesInPerSecond frames captured
     * @param framesOutPerSecond answers of any outcome
     * @param label the latest; empty before the first
     * @param ageMillis age of the latest labelled frame when its answer was published; empty before the first
     * @param shed frames given up since the start
     * @param rejected frames unreadable since the start
     */
    public record CameraRow(
            String camera,
            String state,
            double framesInPerSecond,
            double framesOutPerSecond,
            Optional<TopLabel> label,
            OptionalDouble ageMillis,
            long shed,
            long rejected) {}

    /** The best class of a frame and its probability, 0 to 1. */
    public record TopLabel(String name, double score) {}
}
