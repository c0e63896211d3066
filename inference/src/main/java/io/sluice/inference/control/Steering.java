package io.sluice.inference.control;

import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.Ladder;
import io.sluice.inference.model.OperatingPoint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How load is met.
 *
 * @param ladder the operating points to choose from
 * @param controller chooses
 * @param pinned serves every frame, while what the controller would have done is published as a dry run; empty: what the
 *     controller chooses serves
 * @param cameras what the cameras ask for
 * @param doubleCheckShare share of the frames, 0 to 0.1, that are run at a second operating point as well when there is
 *     slack, so that it is known how faithful the points are on these cameras today
 */
public record Steering(
        Ladder ladder,
        LoadController controller,
        Optional<CalibratedPoint> pinned,
        CameraPolicies cameras,
        double doubleCheckShare) {
    public static final double DEFAULT_DOUBLE_CHECK_SHARE = 0.01;

    public static final double LARGEST_DOUBLE_CHECK_SHARE = 0.1;

    public Steering {
        if (!(doubleCheckShare >= 0 && doubleCheckShare <= LARGEST_DOUBLE_CHECK_SHARE)) {
            throw new IllegalArgumentException("Expected a share of double-checked frames of 0 to "
                    + LARGEST_DOUBLE_CHECK_SHARE + ", found " + doubleCheckShare + ".");
        }
    }

    /** One point for ever, and no second look. */
    public static Steering fixed(CalibratedPoint point, CameraPolicies cameras) {
        return new Steering(new Ladder(List.of(point)), LoadController.fixed(), Optional.empty(), cameras, 0);
    }

    /** Every point that may be run. */
    public Stream<OperatingPoint> points() {
        return calibrated().map(CalibratedPoint::point).distinct();
    }

    /** What was measured of the point that {@code name} names; empty where it may not be run. */
    Optional<CalibratedPoint> calibrated(Directive.PointName name) {
        return calibrated()
                .filter(rung -> Directive.PointName.of(rung.point()).equals(name))
                .findFirst();
    }

    private Stream<CalibratedPoint> calibrated() {
        return Stream.concat(ladder.rungs().stream(), pinned.stream());
    }
}
