package io.sluice.inference.stream;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A warning of what may go wrong thousands of times a second: the first time is told at once, then one in a minute, with how many
 * there have been besides. Safe for concurrent use.
 */
public final class RareWarning {
    static final Duration PERIOD = Duration.ofMinutes(1);

    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private boolean told;
    private long toldNanos;
    private long untold;

    /**
     * @param log is told, such as {@code LOG::warn}
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public RareWarning(Consumer<String> log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /** It has gone wrong; {@code sentence} is asked for only when it is told. */
    public synchronized void warn(Supplier<String> sentence) {
        long now = nanoTime.getAsLong();
        if (told && now - toldNanos < PERIOD.toNanos()) {
            untold++;
            return;
        }
        log.accept(
                untold == 0
                        ? sentence.get()
                        : sentence.get() + " (And " + untold + " more of the kind since the last warning.)");
        told = true;
        toldNanos = now;
        untold = 0;
    }
}
