package io.sluice.inference.control;

import static java.util.stream.Collectors.joining;

import io.sluice.inference.control.Directive.PointName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says what comes of what operators ask for.
 *
 * @param before what had been asked for until then
 * @param after what is asked for from then on
 * @param steering what there is to obey with
 */
record Rulings(Directives before, Directives after, Steering steering) {
    /** Of more cameras than that it is told only how many they are. */
    private static final int NAMED = 5;

    /** One on the pin, if that is another one now, and one on all weights that are. */
    List<Ruling> on(List<Directive> asked) {
        return Stream.concat(onPin(asked).stream(), onWeights(asked).stream()).toList();
    }

    private Optional<Ruling> onPin(List<Directive> asked) {
        return after.pin().equals(before.pin())
                ? Optional.empty()
                : after.pin().map(this::pinned).or(() -> Optional.of(unpinned(asked)));
    }

    private Ruling pinned(Directive.Pin pin) {
        if (steering.calibrated(pin.point()).isPresent()) {
            return new Ruling(false, "Pinned by " + pin.by() + ".");
        }
        return new Ruling(
                true,
                "The pin of " + pin.point() + ", asked for by " + pin.by()
                        + ", is refused: this instance's ladder has only "
                        + steering.points()
                                .map(point -> PointName.of(point).toString())
                                .collect(joining(", "))
                        + "; " + withoutPin() + dropped() + ".");
    }

    private Ruling unpinned(List<Directive> asked) {
        String by = asked.stream()
                .filter(Directive.Unpin.class::isInstance)
                .map(Directive::by)
                .reduce((first, last) -> last)
                .orElseThrow();
        return new Ruling(false, "The pin was taken back by " + by + ": " + withoutPin() + " again.");
    }

    private String withoutPin() {
        return steering.pinned().isPresent() ? "the point of --dry-run serves" : "load decides";
    }

    /** The topic no longer has the pin before, so that it would not come back with a restart. */
    private String dropped() {
        return before.pin()
                .filter(pin -> steering.calibrated(pin.point()).isPresent())
                .map(pin -> ", and no longer the pin of " + pin.point() + " that " + pin.by() + " asked for")
                .orElse("");
    }

    private Optional<Ruling> onWeights(List<Directive> asked) {
        Map<String, Directive> changed = new LinkedHashMap<>();
        for (Directive directive : asked) {
            camera(directive).filter(this::weighsOtherwise).ifPresent(camera -> changed.put(camera, directive));
        }
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Ruling(
                false, changed.size() == 1 ? only(changed.entrySet().iterator().next()) : several(changed)));
    }

    private static Optional<String> camera(Directive directive) {
        if (directive instanceof Directive.Weigh weigh) {
            return Optional.of(weigh.camera());
        }
        return directive instanceof Directive.ClearWeight cleared ? Optional.of(cleared.camera()) : Optional.empty();
    }

    private boolean weighsOtherwise(String camera) {
        return !Optional.ofNullable(before.weights().get(camera))
                .equals(Optional.ofNullable(after.weights().get(camera)));
    }

    private String only(Map.Entry<String, Directive> changed) {
        String until = ", until now " + weight(changed.getKey(), before) + ": ";
        return "Camera " + weighs(changed.getKey(), changed.getValue(), " weighs ")
                + until
                + (changed.getValue() instanceof Directive.Weigh ? "asked for by " : "its weight was taken back by ")
                + changed.getValue().by() + ".";
    }

    private String several(Map<String, Directive> changed) {
        String named = changed.entrySet().stream()
                .limit(NAMED)
                .map(next -> weighs(next.getKey(), next.getValue(), " ") + " ("
                        + next.getValue().by() + ")")
                .collect(joining(", "));
        int others = changed.size() - NAMED;
        return "Cameras weigh what operators asked for: " + named + (others > 0 ? " and " + others + " more." : ".");
    }

    private String weighs(String camera, Directive directive, String verb) {
        return camera + verb + weight(camera, after) + (directive instanceof Directive.ClearWeight ? " again" : "");
    }

    private String weight(String camera, Directives directives) {
        return CameraPolicy.written(directives.weight(camera, steering.cameras()));
    }
}
