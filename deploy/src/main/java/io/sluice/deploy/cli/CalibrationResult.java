package io.sluice.deploy.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.deploy.calibration.AdaptiveModel;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.SampleFidelity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a calibration found.
 *
 * @param samples what fidelity was measured on, in words; null where it was not
 * @param frames samples; null likewise
 * @param lanes that were busy at the same time
 * @param file that the measurements are kept in; null where they are not
 * @param origin MEASURED now or REMEMBERED
 * @param points the rungs of the ladder in their order, then the points that are not on it
 */
record CalibrationResult(
        @JsonInclude(JsonInclude.Include.NON_NULL) String samples,
        @JsonInclude(JsonInclude.Include.NON_NULL) Integer frames,
        int lanes,
        @JsonInclude(JsonInclude.Include.NON_NULL) String file,
        String origin,
        List<Point> points) {
    /**
     * An operating point.
     *
     * @param rung place on the ladder, from 1; null for one that is not on it
     * @param model name and hash of the weights
     * @param reducer spec
     * @param precision of the matrix products
     * @param millisByBatch time of a batch by its size
     * @param framesPerSecond of all lanes together, in batches of the best size
     * @param agreement with the dense model, 0 to 1; null where it was not measured
     * @param divergence from the dense model in nats; null likewise
     * @param accuracy 0 to 1; null where it is not known
     * @param worseThan a rung that is faster and no worse; null for a rung
     */
    record Point(
            Integer rung,
            String model,
            String reducer,
            String precision,
            Map<Integer, Double> millisByBatch,
            double framesPerSecond,
            Double agreement,
            Double divergence,
            Double accuracy,
            @JsonInclude(JsonInclude.Include.NON_NULL) String worseThan) {
        private static final double NANOS_PER_MILLI = 1e6;
        private static final double NANOS_PER_SECOND = 1e9;

        private static Point of(CalibratedPoint point, int lanes, Integer rung, String worseThan) {
            Map<Integer, Double> millis = new TreeMap<>();
            point.service().byBatch().forEach((batch, time) -> millis.put(batch, time.toNanos() / NANOS_PER_MILLI));
            Optional<SampleFidelity> fidelity = point.fidelity();
            return new Point(
                    rung,
                    point.point().model().toString(),
                    point.point().reducer().toString(),
                    point.point().precision().name(),
                    millis,
                    lanes * NANOS_PER_SECOND / point.timePerFrame().toNanos(),
                    fidelity.map(SampleFidelity::agreement).orElse(null),
                    fidelity.map(SampleFidelity::divergence).orElse(null),
                    fidelity.filter(known -> known.accuracy().isPresent())
                            .map(known -> known.accuracy().getAsDouble())
                            .orElse(null),
                    worseThan);
        }
    }

    static CalibrationResult of(AdaptiveModel model, int lanes) {
        List<CalibratedPoint> rungs = model.ladder().rungs();
        List<Point> points = new ArrayList<>();
        rungs.forEach(rung -> points.add(Point.of(rung, lanes, points.size() + 1, null)));
        model.report().measured().stream()
                .filter(point -> !rungs.contains(point))
                .forEach(point -> points.add(Point.of(point, lanes, null, worse(point, rungs))));
        return new CalibrationResult(
                model.report().samples().orElse(null),
                model.ladder().best().fidelity().map(SampleFidelity::frames).orElse(null),
                lanes,
                model.report().file().map(Object::toString).orElse(null),
                model.report().origin().name(),
                points);
    }

    /** The most faithful rung that is no slower. */
    private static String worse(CalibratedPoint point, List<CalibratedPoint> rungs) {
        Duration time = point.timePerFrame();
        return rungs.stream()
                .filter(rung -> rung.timePerFrame().compareTo(time) <= 0)
                .findFirst()
                .map(rung -> rung.point().reducer() + " " + rung.point().precision())
                .orElse("");
    }
}
