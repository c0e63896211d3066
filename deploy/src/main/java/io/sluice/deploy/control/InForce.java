package io.sluice.deploy.control;

import io.sluice.schemas.Setting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What operators have asked for and not taken back.
 *
 * @param pin the operating point that is to serve every frame; empty: load decides
 * @param weights of cameras, by their ids in alphabetical order
 */
public record InForce(Optional<Pin> pin, List<Weight> weights) {
    /**
     * A pinned operating point.
     *
     * @param point which
     * @param by who asked
     * @param at when
     */
    public record Pin(Setting point, String by, Instant at) {}

    /**
     * What a camera weighs.
     *
     * @param camera its id
     * @param weight 0.01 to 100
     * @param by who asked
     * @param at when
     */
    public record Weight(String camera, double weight, String by, Instant at) {}

    public InForce {
        weights = List.copyOf(weights);
    }
}
