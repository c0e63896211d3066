package io.sluice.inference.stream;

import io.sluice.inference.control.ArrivalRate;
import io.sluice.inference.control.LiveFidelity;
import io.sluice.inference.metrics.FrameMeters;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.schemas.FrameCounts;
import io.sluice.schemas.Percentiles;
import io.sluice.schemas.PointFidelity;
import io.sluice.schemas.ThroughputReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Tells what becomes of the frames: to {@link FrameMeters}, which count it, and in reports on the time since the last one.
 * Safe for concurrent use; each report is taken at one instant, so that its counts add up.
 */
final class ThroughputMeter {
    /** Answers over which the delay of publication is averaged. */
    private static final int PUBLISH_SAMPLES = 16;

    /** More is a hiccup, and not what the next answer is to expect. */
    private static final Duration LONGEST_PUBLISH_DELAY = Duration.ofMillis(50);

    private final String instance;
    private final InstantSource clock;
    private final ArrivalRate arrivals;
    private final FrameMeters frames;

    private Ledger reported = Ledger.EMPTY;
    private Instant reportedAt;
    private final Map<String, Long> shedByReason = new HashMap<>();
    private double[] agesMillis = new double[64];
    private int ages;
    private double gmacs;
    private long publishDelayNanos;
    private long batches;
    private long batched;

    /**
     * @param arrivals counts them for the controller
     * @param frames counts them for good
     */
    ThroughputMeter(String instance, InstantSource clock, ArrivalRate arrivals, FrameMeters frames) {
        this.instance = instance;
        this.clock = clock;
        this.arrivals = arrivals;
        this.frames = frames;
        this.reportedAt = clock.instant();
    }

    synchronized void offered(String camera) {
        frames.offered(camera);
        arrivals.arrived();
    }

    /** How long an inferred answer takes until it is published, on average of late. */
    synchronized Duration publishDelay() {
        return Duration.ofNanos(Math.max(0, publishDelayNanos));
    }

    /** Frames taken over the last second. */
    double arrivalsPerSecond() {
        return arrivals.perSecond();
    }

    synchronized void handedBack(int left) {
        frames.handedBack(left);
    }

    /** A batch of {@code size} frames has been run in {@code service} time. */
    synchronized void batchRun(int size, Duration service) {
        frames.batchRun(size, Math.max(0, service.toNanos()));
        batches++;
        batched += size;
    }

    synchronized void answered(ReceivedFrame frame, Answer answer) {
        String camera = frame.origin().camera();
        if (answer instanceof Answer.Labelled labelled) {
            labelled(frame, labelled, clock.instant());
        } else if (answer instanceof Answer.Shed shed) {
            frames.shed(camera, shed.reason());
            shedByReason.merge(shed.sentence(), 1L, Long::sum);
        } else if (answer instanceof Answer.Rejected rejected) {
            frames.rejected(camera, rejected.reason());
        }
    }

    private void labelled(ReceivedFrame frame, Answer.Labelled answer, Instant now) {
        OperatingPoint point = answer.rung().point();
        Instant capturedAt = frame.origin().capturedAt();
        long ageNanos = Math.max(0, capturedAt.until(now, ChronoUnit.NANOS));
        frames.labelled(frame.origin().camera(), point, ageNanos);
        frames.passed(capturedAt, frame.receivedAt(), answer.batchedAt(), answer.inferredAt(), now);
        gmacs += point.gmacs();
        addAge(ageNanos);
        long delayNanos = Math.min(answer.inferredAt().until(now, ChronoUnit.NANOS), LONGEST_PUBLISH_DELAY.toNanos());
        publishDelayNanos += (delayNanos - publishDelayNanos) / PUBLISH_SAMPLES;
    }

    /** The counts since the start. */
    Ledger total() {
        return Ledger.of(frames.counts());
    }

    /**
     * A report on the time since the last one, which begins the next interval.
     *
     * @param point of the last batch
     * @param lag consumer lag in records; empty when not known
     * @param fidelity of points as seen on these cameras
     */
    synchronized ThroughputReport report(OperatingPoint point, OptionalLong lag, List<LiveFidelity.Seen> fidelity) {
        Instant now = clock.instant();
        Ledger total = total();
        Ledger interval = total.minus(reported);
        long millis = sinceReport(now);
        ThroughputReport report = ThroughputReport.newBuilder()
                .setInstance(instance)
                .setAt(now)
                .setIntervalMillis(millis)
                .setInterval(counts(interval))
                .setTotal(counts(total))
                .setShedByReason(Map.copyOf(shedByReason))
                .setInFlight(total.inFlight())
                .setLag(lag.isPresent() ? lag.getAsLong() : null)
                .setFramesPerSecond(interval.answered() * 1000.0 / millis)
                .setGmacsPerFrame(interval.labelled() == 0 ? null : gmacs / interval.labelled())
                .setBatchSize(batches == 0 ? null : (double) batched / batches)
                .setAgeMillis(agePercentiles())
                .setModel(point.model().toString())
                .setReducer(point.reducer().toString())
                .setPrecision(point.precision().name())
                .setLiveFidelity(liveFidelity(fidelity))
                .build();
        beginInterval(now, total);
        return report;
    }

    /** In milliseconds. A clock that was set back must not make a negative interval, nor one of zero an infinite rate. */
    private long sinceReport(Instant now) {
        return Math.max(1, Duration.between(reportedAt, now).toMillis());
    }

    private void beginInterval(Instant now, Ledger total) {
        reported = total;
        reportedAt = now;
        shedByReason.clear();
        ages = 0;
        gmacs = 0;
        batches = 0;
        batched = 0;
    }

    private void addAge(long nanos) {
        if (ages == agesMillis.length) {
            agesMillis = Arrays.copyOf(agesMillis, 2 * ages);
        }
        agesMillis[ages++] = nanos / 1e6;
    }

    private Percentiles agePercentiles() {
        if (ages == 0) {
            return null;
        }
        Arrays.sort(agesMillis, 0, ages);
        return new Percentiles(ageAt(0.50), ageAt(0.95), ageAt(0.99));
    }

    /** By the nearest-rank rule, of the sorted ages. */
    private double ageAt(double share) {
        return agesMillis[(int) Math.ceil(share * ages) - 1];
    }

    private static List<PointFidelity> liveFidelity(List<LiveFidelity.Seen> seen) {
        return seen.isEmpty()
                ? null
                : seen.stream().map(ThroughputMeter::pointFidelity).toList();
    }

    private static PointFidelity pointFidelity(LiveFidelity.Seen seen) {
        return new PointFidelity(
                seen.point().model().toString(),
                seen.point().reducer().toString(),
                seen.point().precision().name(),
                seen.frames(),
                seen.agreement());
    }

    private static FrameCounts counts(Ledger ledger) {
        return new FrameCounts(
                ledger.offered(), ledger.labelled(), ledger.shed(), ledger.rejected(), ledger.handedBack());
    }
}
