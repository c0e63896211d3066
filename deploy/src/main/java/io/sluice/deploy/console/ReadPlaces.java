package io.sluice.deploy.console;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** How far a topic has been read, which may be begun again some way back, or made anew. For one thread. */
final class ReadPlaces {
    private final Map<Integer, Place> last = new HashMap<>();

    private record Place(long offset, Instant at) {
        /** A topic that was made anew counts from 0 again, but what it holds is later. */
        boolean isBefore(long otherOffset, Instant otherAt) {
            return otherOffset > offset || otherAt.isAfter(at);
        }
    }

    /**
     * Whether a record has not been read before.
     *
     * @param at the time that it holds
     */
    boolean isNew(int partition, long offset, Instant at) {
        Place before = last.get(partition);
        if (before != null && !before.isBefore(offset, at)) {
            return false;
        }
        last.put(partition, new Place(offset, before == null || at.isAfter(before.at()) ? at : before.at()));
        return true;
    }
}
