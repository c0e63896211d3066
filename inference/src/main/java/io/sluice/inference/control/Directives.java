package io.sluice.inference.control;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What operators have asked for and not taken back.
 *
 * @param pin of an operating point; empty: none
 * @param weights by camera
 */
public record Directives(Optional<Directive.Pin> pin, Map<String, Directive.Weigh> weights) {
    /** Nothing has been asked for. */
    public static final Directives NONE = new Directives(Optional.empty(), Map.of());

    public Directives {
        weights = Map.copyOf(weights);
    }

    /** These, and {@code directive} as well. */
    public Directives after(Directive directive) {
        Map<String, Directive.Weigh> others = new HashMap<>(weights);
        if (directive instanceof Directive.Pin asked) {
            return new Directives(Optional.of(asked), weights);
        } else if (directive instanceof Directive.Weigh asked) {
            others.put(asked.camera(), asked);
        } else if (directive instanceof Directive.ClearWeight cleared) {
            others.remove(cleared.camera());
        } else {
            return new Directives(Optional.empty(), weights);
        }
        return new Directives(pin, others);
    }

    /** The policies of cameras with the weights that were asked for. */
    public CameraPolicies over(CameraPolicies cameras) {
        Map<String, CameraPolicy> byCamera = new HashMap<>(cameras.byCamera());
        weights.forEach(
                (camera, asked) -> byCamera.put(camera, cameras.of(camera).withWeight(asked.weight())));
        return new CameraPolicies(cameras.usual(), byCamera);
    }
}
