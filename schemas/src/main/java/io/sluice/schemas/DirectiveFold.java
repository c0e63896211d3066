package io.sluice.schemas;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is in force after one record of the control topic and the next: the last of each key holds. Remembers the weights of
 * {@link DirectiveLimits#MOST_CAMERAS} cameras at most. Not safe for concurrent use.
 */
public final class DirectiveFold {
    private static final DirectiveKey PIN = new DirectiveKey.Pin();

    private final Map<DirectiveKey, Directive> inForce = new LinkedHashMap<>();

    /**
     * The next record.
     *
     * @return whether there was room for it
     */
    public boolean add(DirectiveRecord next) {
        if (next instanceof DirectiveRecord.Asked asked) {
            return put(asked);
        }
        inForce.remove(next.key());
        return true;
    }

    /** A view of what is asked for, by what it is about. */
    public Map<DirectiveKey, Directive> inForce() {
        return Collections.unmodifiableMap(inForce);
    }

    private boolean put(DirectiveRecord.Asked asked) {
        if (!hasRoomFor(asked.key())) {
            return false;
        }
        inForce.put(asked.key(), asked.directive());
        return true;
    }

    private boolean hasRoomFor(DirectiveKey key) {
        int cameras = inForce.size() - (inForce.containsKey(PIN) ? 1 : 0);
        return key.equals(PIN) || inForce.containsKey(key) || cameras < DirectiveLimits.MOST_CAMERAS;
    }
}
