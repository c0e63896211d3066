package io.sluice.deploy.bench.load;

import java.time.Duration;

/**
 * A frame that was offered and what became of it.
 *
 * @param arrival when and from which camera
 * @param sequence its number among the camera's frames, from 0
 * @param shot what it shows
 * @param offeredLoad arrivals per second about then, in multiples of the dense model's capacity
 * @param fate what became of it
 */
record FrameFate(Arrival arrival, long sequence, Shot shot, double offeredLoad, Fate fate) {
    /** Whether it was labelled, rightly or not, before its deadline was over. */
    boolean inTime(Duration deadline) {
        return fate instanceof Fate.Labelled labelled && labelled.age().compareTo(deadline) <= 0;
    }

    /** Whether its label is the right one. */
    boolean right() {
        return fate instanceof Fate.Labelled labelled
                && labelled.label() == shot.picture().truth();
    }

    /** Whether it counts: right and in time. */
    boolean effective(Duration deadline) {
        return right() && inTime(deadline);
    }
}
