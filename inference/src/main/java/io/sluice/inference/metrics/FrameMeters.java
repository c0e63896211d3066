package io.sluice.inference.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.RejectReason;
import io.sluice.inference.model.ShedReason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * Counts frames, once; reports and scrapes are two views of these counts. A scrape shows a copy taken at one instant, so that
 * it adds up. Counting allocates nothing once a camera is known. Safe for concurrent use.
 */
public final class FrameMeters {
    /** Upper bounds of what is as long as a frame is old, in milliseconds; around the usual deadlines they are close. */
    private static final List<Duration> AGES =
            millis(10, 25, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000);

    /** Of parts of that. */
    private static final List<Duration> PARTS =
            millis(1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 250, 500, 1_000, 2_500, 10_000);

    private static final double[] BATCHES = {1, 2, 4, 8, 16, 32, 64, 128};

    private final Registrar registrar;
    private final LongSupplier nanoTime;
    private final ByCamera<CameraSeries> cameras;
    private final Timer age;
    private final Timer transit;
    private final Timer queue;
    private final Timer compute;
    private final Timer publish;
    private final Timer service;
    private final DistributionSummary batchSizes;

    private final Totals totals = new Totals();
    private final Totals shownTotals = new Totals();

    /** Sums over all cameras. */
    private static final class Totals {
        private long offered;
        private long labelled;
        private long shed;
        private long rejected;
        private long handedBack;
        private long tokens;
        private double gmacs;

        long inFlight() {
            return offered - labelled - shed - rejected - handedBack;
        }

        void become(Totals other) {
            offered = other.offered;
            labelled = other.labelled;
            shed = other.shed;
            rejected = other.rejected;
            handedBack = other.handedBack;
            tokens = other.tokens;
            gmacs = other.gmacs;
        }
    }

    /**
     * What became of all frames, at one instant.
     *
     * @param offered records taken
     * @param labelled answered with labels
     * @param shed answered as given up
     * @param rejected answered as unreadable
     * @param handedBack left to another process
     */
    public record Counts(long offered, long labelled, long shed, long rejected, long handedBack) {}

    /** @param nanoTime a clock like {@link System#nanoTime} */
    public FrameMeters(Meters meters, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        registrar = meters.registrar();
        cameras = meters.byCamera(camera -> new CameraSeries(registrar, camera, nanoTime.getAsLong()));
        age = registrar.histogram(Metric.FRAME_AGE, AGES);
        transit = registrar.histogram(Metric.FRAME_TRANSIT, AGES);
        queue = registrar.histogram(Metric.FRAME_QUEUE, PARTS);
        compute = registrar.histogram(Metric.FRAME_COMPUTE, PARTS);
        publish = registrar.histogram(Metric.FRAME_PUBLISH, PARTS);
        service = registrar.histogram(Metric.BATCH_SERVICE, PARTS);
        batchSizes = registrar.histogram(Metric.BATCH_SIZE, BATCHES);
        registrar.counter(Metric.FRAMES_HANDED_BACK, shownTotals, totals -> totals.handedBack);
        registrar.counter(Metric.FRAMES_TOKENS, shownTotals, totals -> totals.tokens);
        registrar.counter(Metric.FRAMES_GMACS, shownTotals, totals -> totals.gmacs);
        registrar.gauge(Metric.FRAMES_IN_FLIGHT, shownTotals, Totals::inFlight);
        meters.beforeScrape(this::copy);
        meters.keep(this);
    }

    /** A record has been taken that says it is of {@code camera}. */
    public synchronized void offered(String camera) {
        totals.offered++;
        cameras.of(camera).counted().offered();
    }

    /** A frame has been answered at {@code point}, and was {@code ageNanos} old when the answer was published. */
    public synchronized void labelled(String camera, OperatingPoint point, long ageNanos) {
        totals.labelled++;
        totals.tokens += point.schedule().left();
        totals.gmacs += point.gmacs();
        cameras.of(camera).counted().labelled(ageNanos);
    }

    /** When a labelled frame passed each station; clocks of cameras may be ahead. */
    public void passed(Instant captured, Instant received, Instant batched, Instant inferred, Instant published) {
        record(age, captured, published);
        record(transit, captured, received);
        record(queue, received, batched);
        record(compute, batched, inferred);
        record(publish, inferred, published);
    }

    /** A frame has been given up. */
    public synchronized void shed(String camera, ShedReason reason) {
        totals.shed++;
        cameras.of(camera).counted().shed(reason);
    }

    /** A record could not be read. */
    public synchronized void rejected(String camera, RejectReason reason) {
        totals.rejected++;
        cameras.of(camera).counted().rejected(reason);
    }

    /** Frames have been left to another process. */
    public synchronized void handedBack(int frames) {
        totals.handedBack += frames;
    }

    /** A batch has been run. */
    public void batchRun(int frames, long nanos) {
        batchSizes.record(frames);
        service.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** All of it now. */
    public synchronized Counts counts() {
        return new Counts(totals.offered, totals.labelled, totals.shed, totals.rejected, totals.handedBack);
    }

    private synchronized void copy() {
        long now = nanoTime.getAsLong();
        shownTotals.become(totals);
        cameras.forEach(camera -> camera.copy(now));
        cameras.forget(camera -> {
            boolean over = camera.isOver(now);
            if (over) {
                camera.end(registrar);
            }
            return over;
        });
    }

    private static void record(Timer timer, Instant from, Instant to) {
        timer.record(Math.max(0, from.until(to, ChronoUnit.NANOS)), TimeUnit.NANOSECONDS);
    }

    private static List<Duration> millis(long... bounds) {
        return LongStream.of(bounds).mapToObj(Duration::ofMillis).toList();
    }
}
