package io.sluice.deploy.bench;

import io.sluice.deploy.IoReason;
import io.sluice.deploy.OperatorException;
import io.sluice.deploy.UsageException;
import io.sluice.deploy.plot.Plot;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/** Writes once a second what this process occupies, until it is closed. */
public final class MemoryWatch implements AutoCloseable {
    private static final int FEWEST_FOR_A_TREND = 5;
    private static final double MIB = 1 << 20;

    private final Path csv;
    private final BufferedWriter writer;
    private final LongSupplier nanoTime;
    private final long beginNanos;
    private final ResidentMemory resident = new ResidentMemory(ResidentMemory.OF_THIS_PROCESS);
    private final List<MemorySample> samples = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "sluice-memory-watch");
        thread.setDaemon(true);
        return thread;
    });

    private final Future<?> sampling;

    /**
     * Begins.
     *
     * @param csv where samples are written, a line each
     * @param nanoTime a clock like {@link System#nanoTime}
     * @throws UsageException where nothing can be written there, or the operating system does not say what a process occupies
     */
    public MemoryWatch(Path csv, LongSupplier nanoTime) {
        if (resident.bytes().isEmpty()) {
            throw new UsageException(
                    "Option --memory needs " + ResidentMemory.OF_THIS_PROCESS + ", which is not there.");
        }
        this.csv = csv;
        this.nanoTime = nanoTime;
        this.beginNanos = nanoTime.getAsLong();
        try {
            writer = Files.newBufferedWriter(csv);
            writer.write(MemorySample.HEADER + "\n");
        } catch (IOException e) {
            throw new UsageException("Option --memory: " + csv + " cannot be written: " + IoReason.of(e));
        }
        sampling = timer.scheduleAtFixedRate(this::sample, 0, 1, TimeUnit.SECONDS);
    }

    private synchronized void sample() {
        MemorySample sample = new MemorySample(
                (nanoTime.getAsLong() - beginNanos) / 1e9,
                resident.bytes().orElseThrow(),
                liveHeapBytes(),
                bufferBytes(),
                ManagementFactory.getThreadMXBean().getThreadCount());
        samples.add(sample);
        try {
            writer.write(sample.line() + "\n");
            writer.flush();
        } catch (IOException e) {
            throw unwritable(e); // ends the samples; closing says so
        }
    }

    private static long liveHeapBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }

    private static long bufferBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** Early and late in the time so far; empty when there were only seconds. */
    public synchronized Optional<MemoryTrend> trend() {
        return samples.size() < FEWEST_FOR_A_TREND ? Optional.empty() : Optional.of(MemoryTrend.of(samples));
    }

    /** Memory over time; of at least one sample. */
    public synchronized Plot plot() {
        return new Plot(
                        "Memory of the process",
                        "minutes",
                        "MiB",
                        List.of(
                                line("resident", sample -> sample.residentBytes() / MIB),
                                line("live heap", sample -> sample.heapBytes() / MIB),
                                line("direct and mapped buffers", sample -> sample.bufferBytes() / MIB)))
                .fromZero();
    }

    private Plot.Line line(String name, ToDoubleFunction<MemorySample> mebibytes) {
        return new Plot.Line(
                name,
                samples.stream()
                        .map(sample -> new Plot.Point(sample.second() / 60, mebibytes.applyAsDouble(sample)))
                        .toList());
    }

    @Override
    public void close() {
        boolean failed = sampling.isDone();
        timer.shutdownNow();
        synchronized (this) {
            try {
                writer.close();
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
        if (failed) {
            throw new OperatorException(csv + " ends early: it could not be written any more.");
        }
    }

    private OperatorException unwritable(IOException cause) {
        return new OperatorException(csv + " cannot be written: " + IoReason.of(cause), cause);
    }
}
