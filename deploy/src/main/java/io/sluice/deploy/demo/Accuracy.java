package io.sluice.deploy.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;
import java.util.Optional;

/**
 * How often the likeliest label was the true one, among labelled frames whose truth is known.
 *
 * @param right frames whose first label is their truth
 * @param frames labelled frames
 */
public record Accuracy(long right, long frames) {
    public Accuracy {
        if (frames < 1 || right < 0 || right > frames) {
            throw new IllegalArgumentException(
                    "Expected 0 to all of at least one frame to be right, found " + right + " of " + frames + ".");
        }
    }

    /** Of all together; empty where there is none. */
    static Optional<Accuracy> sum(Collection<Accuracy> parts) {
        long frames = parts.stream().mapToLong(Accuracy::frames).sum();
        long right = parts.stream().mapToLong(Accuracy::right).sum();
        return frames == 0 ? Optional.empty() : Optional.of(new Accuracy(right, frames));
    }

    /** Right ones in percent of all, to a tenth. */
    @JsonProperty
    public double top1Percent() {
        return Math.round(1000.0 * right / frames) / 10.0;
    }
}
