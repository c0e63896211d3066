package io.sluice.inference.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What operators have asked for and not taken back.
 *
 * @param pin of an operating point; empty: none
 * @param weights by camera
 */
record Directives(Optional<Directive.Pin> pin, Map<String, Directive.Weigh> weights) {
    /** Nothing has been asked for. */
    static final Directives NONE = new Directives(Optional.empty(), Map.of());

    Directives {
        weights = Map.copyOf(weights);
    }

    /** These, and {@code asked} as well, one after the other. */
    Directives after(List<Directive> asked) {
        Optional<Directive.Pin> last = pin;
        Map<String, Directive.Weigh> all = new HashMap<>(weights);
        for (Directive directive : asked) {
            if (directive instanceof Directive.Pin pinned) {
                last = Optional.of(pinned);
            } else if (directive instanceof Directive.Unpin) {
                last = Optional.empty();
            } else if (directive instanceof Directive.Weigh weigh) {
                all.put(weigh.camera(), weigh);
            } else if (directive instanceof Directive.ClearWeight cleared) {
                all.remove(cleared.camera());
            }
        }
        return new Directives(last, all);
    }

    /** What a camera weighs: what was asked for, else what its policy says. */
    double weight(String camera, CameraPolicies cameras) {
        Directive.Weigh asked = weights.get(camera);
        return asked == null ? cameras.of(camera).weight() : asked.weight();
    }
}
