package io.sluice.deploy.calibration;

import io.sluice.inference.model.CalibratedPoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a ladder came about.
 *
 * @param measured every point that was a candidate, on the ladder or not
 * @param samples what fidelity was measured on, in words; empty where it was not
 * @param file that the measurements are kept in; empty where they are not
 * @param origin whether they were made now
 */
public record CalibrationReport(
        List<CalibratedPoint> measured, Optional<String> samples, Optional<Path> file, Origin origin) {
    /** Where measurements come from. */
    public enum Origin {
        /** Made for this start. */
        MEASURED,
        /** Made before, and kept in a file. */
        REMEMBERED
    }

    public CalibrationReport {
        measured = List.copyOf(measured);
    }
}
