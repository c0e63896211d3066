package io.sluice.deploy.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How memory went on: medians of two fifths of the time, of the second one, when everything has been built and warmed, and of
 * the last one.
 *
 * @param minutes between the middles of the two
 * @param early medians in the second fifth
 * @param late medians in the last fifth
 */
public record MemoryTrend(double minutes, Medians early, Medians late) {
    private static final int PARTS = 5;
    private static final double MIB = 1 << 20;

    /** Medians over some time; MiB and threads. */
    public record Medians(double residentMib, double liveHeapMib, double bufferMib, double threads) {
        private static Medians of(List<MemorySample> samples) {
            return new Medians(
                    median(samples, sample -> sample.residentBytes() / MIB),
                    median(samples, sample -> sample.heapBytes() / MIB),
                    median(samples, sample -> sample.bufferBytes() / MIB),
                    median(samples, MemorySample::threads));
        }

        private static double median(List<MemorySample> samples, ToDoubleFunction<MemorySample> value) {
            return Spread.of(samples.stream().map(value::applyAsDouble).toList())
                    .median();
        }
    }

    /** Of at least five samples, in order of time. */
    static MemoryTrend of(List<MemorySample> samples) {
        int part = samples.size() / PARTS;
        List<MemorySample> early = samples.subList(part, 2 * part);
        List<MemorySample> late = samples.subList(samples.size() - part, samples.size());
        double seconds = late.get(part / 2).second() - early.get(part / 2).second();
        return new MemoryTrend(seconds / 60, Medians.of(early), Medians.of(late));
    }

    /** In one line, for people. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "memory, median of the second fifth of the time and of the last, %.1f min later: resident %.0f and %.0f MiB,"
                        + " live heap %.0f and %.0f MiB, buffers %.0f and %.0f MiB, threads %.0f and %.0f",
                minutes,
                early.residentMib,
                late.residentMib,
                early.liveHeapMib,
                late.liveHeapMib,
                early.bufferMib,
                late.bufferMib,
                early.threads,
                late.threads);
    }
}
