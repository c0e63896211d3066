package io.sluice.deploy.console;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What is made of cameras when somebody asks: while it is being made, and for a while from when that began, all who ask about
 * the same camera are given the same. From any thread.
 *
 * @param <T> what is made
 */
final class MadeLately<T> {
    private final long freshNanos;
    private final LongSupplier nanos;
    private final Map<String, Made<T>> made = new ConcurrentHashMap<>();

    private record Made<T>(CompletableFuture<T> what, long nanos) {}

    /**
     * @param fresh for so long it is not made anew
     * @param nanos a clock of nanoseconds from any origin
     */
    MadeLately(Duration fresh, LongSupplier nanos) {
        this.freshNanos = fresh.toNanos();
        this.nanos = nanos;
    }

    /** What was made of {@code camera} lately, else what {@code make} begins to make. */
    CompletableFuture<T> of(String camera, Supplier<CompletableFuture<T>> make) {
        long now = nanos.getAsLong();
        made.values().removeIf(old -> old.what().isDone() && now - old.nanos() > freshNanos);
        return made.computeIfAbsent(camera, id -> new Made<>(make.get(), now)).what();
    }
}
