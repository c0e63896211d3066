package io.sluice.inference.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One thing for each camera, of a bounded number: whoever may write frames may make up names, and each name is a dozen lines
 * in every scrape. Those beyond the bound share one, {@value #OTHER}; a camera of that name, or of the name {@value #NAMELESS},
 * is not told from them. Not safe for concurrent use.
 */
final class ByCamera<T> {
    static final String OTHER = "other";

    /** Of records without a key: to Prometheus an empty label is none. */
    private static final String NAMELESS = "none";

    private final int most;
    private final Function<String, T> create;
    private final Map<String, T> things = new HashMap<>();

    /**
     * @param most cameras with a thing of their own
     * @param create makes it, from the label of the camera
     */
    ByCamera(int most, Function<String, T> create) {
        this.most = most;
        this.create = create;
    }

    /** That of {@code camera}, which is made at its first frame. */
    T of(String camera) {
        String name = camera == null || camera.isEmpty() ? NAMELESS : camera;
        T known = things.get(name);
        if (known != null) {
            return known;
        }
        int own = things.size() - (things.containsKey(OTHER) ? 1 : 0);
        return things.computeIfAbsent(own < most ? name : OTHER, create);
    }

    /** Forgets a camera and its thing, for each that {@code over} is true of: it is met anew at its next frame. */
    void forget(Predicate<T> over) {
        things.values().removeIf(over);
    }

    void forEach(Consumer<T> action) {
        things.values().forEach(action);
    }
}
