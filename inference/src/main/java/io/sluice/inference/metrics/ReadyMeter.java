package io.sluice.inference.metrics;

import java.util.function.BooleanSupplier;

/** Shows whether a process does its work; it is there from the first scrape on, also of a process that never gets so far. */
public final class ReadyMeter {
    /** @param ready asked at each scrape */
    public ReadyMeter(Meters meters, BooleanSupplier ready) {
        meters.registrar().gauge(Metric.READY, ready, now -> now.getAsBoolean() ? 1 : 0);
        meters.keep(ready);
    }
}
