package io.sluice.inference.stream.events;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Of whom nothing has been heard for so long. Time is counted in looks, which are {@link #LOOK} apart: a process that stood still has
 * not looked, so it does not find everybody silent before it has read what came meanwhile.
 */
final class Silence {
    static final Duration LOOK = Duration.ofSeconds(1);

    private final long mostLooks;
    private final Map<String, Long> heard = new HashMap<>();
    private long looks;

    /** @param silence how long one has to be silent, rounded up to whole looks */
    Silence(Duration silence) {
        mostLooks = silence.plus(LOOK).minusNanos(1).dividedBy(LOOK);
    }

    void heard(String camera) {
        heard.put(camera, looks);
    }

    /** {@link #LOOK} has passed; returns those who are silent now, in the order of their names, and forgets them. */
    List<String> look() {
        looks++;
        List<String> silent = heard.entrySet().stream()
                .filter(last -> looks - last.getValue() > mostLooks)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        silent.forEach(heard::remove);
        return silent;
    }
}
