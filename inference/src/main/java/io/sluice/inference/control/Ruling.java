package io.sluice.inference.control;

import io.sluice.inference.control.Directive.PointName;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What came of a directive.
 *
 * @param refused whether it cannot be obeyed here
 * @param sentence what was done, or why nothing was, and who asked; for the operator
 */
public record Ruling(boolean refused, String sentence) {
    /** @param before what had been asked for until then */
    static Ruling of(Directive directive, Directives before, Steering steering) {
        if (directive instanceof Directive.Pin pin) {
            return pinned(pin, steering);
        } else if (directive instanceof Directive.Weigh weigh) {
            return weighed(weigh, weight(weigh.camera(), before, steering));
        } else if (directive instanceof Directive.ClearWeight cleared) {
            return cleared(cleared, weight(cleared.camera(), before, steering), steering);
        }
        return new Ruling(
                false, "The pin was taken back by " + directive.by() + ": " + withoutPin(steering) + " again.");
    }

    private static Ruling pinned(Directive.Pin pin, Steering steering) {
        if (steering.calibrated(pin.point()).isPresent()) {
            return new Ruling(false, "Pinned by " + pin.by() + ".");
        }
        return new Ruling(
                true,
                "The pin of " + pin.point() + ", asked for by " + pin.by()
                        + ", is refused: this instance's ladder has only "
                        + steering.points()
                                .map(point -> PointName.of(point).toString())
                                .collect(Collectors.joining(", "))
                        + "; " + withoutPin(steering) + ".");
    }

    private static String withoutPin(Steering steering) {
        return steering.pinned().isPresent() ? "the point of --dry-run serves" : "load decides";
    }

    private static Ruling weighed(Directive.Weigh weigh, double before) {
        return new Ruling(
                false,
                "Camera " + weigh.camera() + " weighs " + written(weigh.weight()) + ", until now " + written(before)
                        + ": asked for by " + weigh.by() + ".");
    }

    private static Ruling cleared(Directive.ClearWeight cleared, double before, Steering steering) {
        double own = steering.cameras().of(cleared.camera()).weight();
        return new Ruling(
                false,
                "Camera " + cleared.camera() + " weighs " + written(own) + " again, until now " + written(before)
                        + ": its weight was taken back by " + cleared.by() + ".");
    }

    private static double weight(String camera, Directives directives, Steering steering) {
        return directives.over(steering.cameras()).of(camera).weight();
    }

    private static String written(double weight) {
        return weight == Math.rint(weight) && weight < 1e6
                ? String.format(Locale.ROOT, "%.0f", weight)
                : Double.toString(weight);
    }
}
