package io.sluice.deploy.calibration;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.SampleFidelity;
import io.sluice.inference.model.ServiceTimes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measurements as a file of JSON has them.
 *
 * @param format of this file
 * @param key all that they depend on
 * @param points one for each candidate of the key, in their order
 */
record CalibrationFile(int format, CalibrationKey key, List<Measurement> points) {
    /** To be raised when what is measured, or how, is not what it was. */
    static final int FORMAT = 2;

    /**
     * What was measured of a point.
     *
     * @param reducer spec
     * @param precision of the matrix products
     * @param millisByBatch service time by batch size
     * @param agreement share of the samples with the dense model's answer, 0 to 1
     * @param divergence from the dense model in nats
     * @param accuracy share of the samples with the right answer; null where that is not known
     * @param frames samples
     */
    record Measurement(
            String reducer,
            String precision,
            Map<Integer, Double> millisByBatch,
            double agreement,
            double divergence,
            @JsonInclude(JsonInclude.Include.NON_NULL) Double accuracy,
            int frames) {
        private static final double NANOS_PER_MILLI = 1e6;

        /** @throws IllegalArgumentException where something is missing or is no time */
        Measurement {
            if (reducer == null || precision == null || millisByBatch == null) {
                throw new IllegalArgumentException("Expected reducer, precision and times of each point.");
            }
            if (!millisByBatch.values().stream().allMatch(Measurement::isTime)) {
                throw new IllegalArgumentException("Expected times above zero, found " + millisByBatch + ".");
            }
        }

        private static boolean isTime(Double millis) {
            return millis != null && millis > 0 && Double.isFinite(millis);
        }

        private void requireOf(OperatingPoint point, List<Integer> batches) {
            if (!reducer.equals(point.reducer().toString())
                    || !precision.equals(point.precision().name())
                    || !millisByBatch.keySet().equals(Set.copyOf(batches))) {
                throw new IllegalArgumentException("Expected " + point.reducer() + " in " + point.precision()
                        + " in batches of " + batches + ", found " + reducer + " in " + precision + " in batches of "
                        + millisByBatch.keySet() + ".");
            }
        }

        private static Measurement of(CalibratedPoint point) {
            SampleFidelity fidelity = point.fidelity().orElseThrow();
            return new Measurement(
                    point.point().reducer().toString(),
                    point.point().precision().name(),
                    point.service().byBatch().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey,
                                    time -> time.getValue().toNanos() / NANOS_PER_MILLI,
                                    (one, other) -> one,
                                    TreeMap::new)),
                    fidelity.agreement(),
                    fidelity.divergence(),
                    fidelity.accuracy().isPresent() ? fidelity.accuracy().getAsDouble() : null,
                    fidelity.frames());
        }

        private CalibratedPoint of(OperatingPoint point, List<Integer> batches) {
            requireOf(point, batches);
            TreeMap<Integer, Duration> times = new TreeMap<>();
            millisByBatch.forEach(
                    (batch, millis) -> times.put(batch, Duration.ofNanos(Math.round(millis * NANOS_PER_MILLI))));
            OptionalDouble known = accuracy == null ? OptionalDouble.empty() : OptionalDouble.of(accuracy);
            SampleFidelity fidelity = new SampleFidelity(agreement, divergence, known, frames);
            return new CalibratedPoint(point, new ServiceTimes(times), Optional.of(fidelity));
        }
    }

    static CalibrationFile of(CalibrationKey key, List<CalibratedPoint> points) {
        return new CalibrationFile(
                FORMAT, key, points.stream().map(Measurement::of).toList());
    }

    /**
     * The measurements.
     *
     * @param candidates of the key, in their order
     * @throws IllegalArgumentException where they are none, or of others
     */
    List<CalibratedPoint> of(List<OperatingPoint> candidates) {
        if (points == null || points.size() != candidates.size() || points.contains(null)) {
            throw new IllegalArgumentException("Expected " + candidates.size() + " points.");
        }
        return IntStream.range(0, candidates.size())
                .mapToObj(i -> points.get(i).of(candidates.get(i), key.batches()))
                .toList();
    }
}
