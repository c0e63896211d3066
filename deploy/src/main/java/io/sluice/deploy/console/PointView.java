package io.sluice.deploy.console;

import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.SampleFidelity;
import io.sluice.schemas.PointFidelity;
import io.sluice.schemas.Quality;
import java.util.Optional;

/**
 * An operating point as far as it is known; null for what is not.
 *
 * @param rung its place on the ladder of the process that serves the page, from 0
 * @param framesPerSecond that it answers with all lanes busy, as calibration measured
 * @param fidelity share of frames, 0 to 1, on which it names the same best class as the dense model
 * @param accuracy share of frames, 0 to 1, whose best class was the true one, where calibration knew it
 * @param live as {@code fidelity}, on frames of these cameras, of late
 * @param liveFrames that it was measured on
 * @param gmacs multiply-accumulates of a frame, in billions
 * @param tokens that enter the model
 */
record PointView(
        PointKey point,
        Integer rung,
        Double framesPerSecond,
        Double fidelity,
        Double accuracy,
        Double live,
        Long liveFrames,
        Double gmacs,
        Integer tokens,
        Integer tokensLeft) {
    static PointView unknown(PointKey point) {
        return new PointView(point, null, null, null, null, null, null, null, null, null);
    }

    static PointView of(CalibratedPoint rung, int place, int lanes) {
        Optional<SampleFidelity> fidelity = rung.fidelity();
        return new PointView(
                PointKey.of(rung.point()),
                place,
                lanes * 1e9 / rung.timePerFrame().toNanos(),
                fidelity.map(SampleFidelity::agreement).orElse(null),
                fidelity.filter(f -> f.accuracy().isPresent())
                        .map(f -> f.accuracy().getAsDouble())
                        .orElse(null),
                null,
                null,
                rung.point().gmacs(),
                rung.point().schedule().entering(),
                rung.point().schedule().left());
    }

    /** With what a label says of it; calibration of this process, where there is one, stays. */
    PointView with(Quality quality) {
        return new PointView(
                point,
                rung,
                framesPerSecond,
                rung == null ? quality.getFidelity() : fidelity,
                accuracy,
                live,
                liveFrames,
                quality.getGmacs(),
                quality.getTokens(),
                quality.getTokensLeft());
    }

    PointView with(PointFidelity found) {
        return new PointView(
                point,
                rung,
                framesPerSecond,
                fidelity,
                accuracy,
                found.getAgreement(),
                found.getFrames(),
                gmacs,
                tokens,
                tokensLeft);
    }

    /** With the live figures of {@code other}, an older view of the same point. */
    PointView withLiveOf(PointView other) {
        return new PointView(
                point,
                rung,
                framesPerSecond,
                fidelity,
                accuracy,
                other.live,
                other.liveFrames,
                gmacs,
                tokens,
                tokensLeft);
    }
}
