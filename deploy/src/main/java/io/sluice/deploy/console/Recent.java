package io.sluice.deploy.console;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The newest so many values, each under a key, and which of them have changed since somebody last asked. For one thread.
 *
 * @param <K> key
 * @param <V> value
 */
final class Recent<K, V> {
    private final int most;
    private final Map<K, V> values = new LinkedHashMap<>();
    private final Set<K> changed = new HashSet<>();

    Recent(int most) {
        this.most = most;
    }

    /** Keeps {@code value}, in the place of the one under that key, or as the newest; the oldest goes if it must. */
    void put(K key, V value) {
        values.put(key, value);
        changed.add(key);
        if (values.size() > most) {
            K oldest = values.keySet().iterator().next();
            values.remove(oldest);
            changed.remove(oldest);
        }
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Takes the value under {@code key} away, if there is one. */
    void remove(K key) {
        changed.remove(key);
        values.remove(key);
    }

    /** All, oldest first. */
    List<V> all() {
        return List.copyOf(values.values());
    }

    /** Those put since the last call, oldest first. */
    List<V> takeChanged() {
        List<V> taken = changed.isEmpty()
                ? List.of()
                : values.entrySet().stream()
                        .filter(entry -> changed.contains(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .toList();
        changed.clear();
        return taken;
    }
}
