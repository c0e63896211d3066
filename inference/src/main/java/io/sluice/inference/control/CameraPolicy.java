package io.sluice.inference.control;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * What a camera asks for.
 *
 * @param freshness which frames may be shed
 * @param deadline from capture to answer: the operating point is chosen so that it is kept; above zero
 * @param weight when frames must be shed, cameras of less weight give way first; above zero
 */
public record CameraPolicy(Freshness freshness, Duration deadline, double weight) {
    public static final Duration DEFAULT_DEADLINE = Duration.ofMillis(250);

    /** No frame is shed. */
    public static final CameraPolicy DEFAULT = new CameraPolicy(new Freshness.All(), DEFAULT_DEADLINE, 1);

    /** The time from capture within which an answer is worth having: the deadline, or the max-age where that is shorter. */
    public Duration urgency() {
        return freshness instanceof Freshness.Latest latest && latest.maxAge().compareTo(deadline) < 0
                ? latest.maxAge()
                : deadline;
    }

    /** This with another deadline. */
    public CameraPolicy withDeadline(Duration other) {
        return new CameraPolicy(freshness, other, weight);
    }

    /** A weight as people write it. */
    public static String written(double weight) {
        return BigDecimal.valueOf(weight).stripTrailingZeros().toPlainString();
    }

    public CameraPolicy {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("Expected a deadline above zero, found " + deadline + ".");
        }
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("Expected a weight above zero, found " + weight + ".");
        }
    }
}
