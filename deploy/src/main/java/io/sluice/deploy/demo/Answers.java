package io.sluice.deploy.demo;

import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Quality;
import io.sluice.schemas.Timings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** All that a consumer has read from the labels topic. One thread writes, any thread reads. */
final class Answers {
    private final Map<String, Truth> truths;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Lock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Map<String, CameraTally> cameras = new HashMap<>();
    private final Map<Point, Long> points = new HashMap<>();
    private final AgeHistogram published = new AgeHistogram();
    private final AgeHistogram read = new AgeHistogram();
    private long count;
    private Instant first;
    private Instant last;
    private OptionalLong firstReadNanos = OptionalLong.empty();

    /**
     * @param truths of cameras by their ids, as far as known
     * @param clock what now is when an answer is read
     * @param nanos a clock of nanoseconds from any origin
     */
    Answers(Map<String, Truth> truths, InstantSource clock, LongSupplier nanos) {
        this.truths = Map.copyOf(truths);
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * All cameras together.
     *
     * @param count answers read
     * @param perSecond answers published per second, from the first to the last; 0 before the second
     * @param publishedAge of labelled frames when their answer was published
     * @param readAge of labelled frames when their answer was read here
     * @param points where frames were labelled, the most frequent first
     */
    record Overall(
            long count,
            double perSecond,
            Optional<AgePercentiles> publishedAge,
            Optional<AgePercentiles> readAge,
            List<PointShare> points) {}

    private record Point(String model, String reducer, String precision) {
        static Point of(Quality quality) {
            return new Point(quality.getModel(), quality.getReducer(), quality.getPrecision());
        }

        PointShare share(long frames) {
            return new PointShare(model, reducer, precision, frames);
        }
    }

    /** The next answer of the topic. */
    void accept(FrameLabels answer) {
        lock.lock();
        try {
            count++;
            if (firstReadNanos.isEmpty()) {
                firstReadNanos = OptionalLong.of(nanos.getAsLong());
            }
            Timings timings = answer.getTimings();
            first = first == null ? timings.getPublished() : first;
            last = timings.getPublished();
            if (answer.getQuality() != null) {
                points.merge(Point.of(answer.getQuality()), 1L, Long::sum);
            }
            cameras.computeIfAbsent(
                            answer.getCamera(), camera -> new CameraTally(truths.getOrDefault(camera, Truth.UNKNOWN)))
                    .accept(answer, age(answer));
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private OptionalDouble age(FrameLabels answer) {
        Timings timings = answer.getTimings();
        if (answer.getOutcome() != Outcome.LABELLED || timings.getCaptured() == null) {
            return OptionalDouble.empty();
        }
        double age = millis(timings.getCaptured(), timings.getPublished());
        published.add(age);
        read.add(millis(timings.getCaptured(), clock.instant()));
        return OptionalDouble.of(age);
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
    }

    /** What has been read of one camera. */
    CameraAnswers of(String camera) {
        lock.lock();
        try {
            CameraTally tally = cameras.get(camera);
            return tally == null ? CameraAnswers.NONE : tally.answers();
        } finally {
            lock.unlock();
        }
    }

    /** What has been read of all. */
    Overall overall() {
        lock.lock();
        try {
            return new Overall(count, perSecond(), published.percentiles(), read.percentiles(), shares());
        } finally {
            lock.unlock();
        }
    }

    private List<PointShare> shares() {
        return points.entrySet().stream()
                .map(point -> point.getKey().share(point.getValue()))
                .sorted(Comparator.comparingLong(PointShare::frames).reversed())
                .toList();
    }

    private double perSecond() {
        return count < 2 ? 0 : Math.round((count - 1) * 100_000 / Math.max(1, millis(first, last))) / 100.0;
    }

    /** How long after {@code startNanos} the first answer was read, in seconds; empty before. */
    OptionalDouble secondsToFirst(long startNanos) {
        lock.lock();
        try {
            return firstReadNanos.isPresent()
                    ? OptionalDouble.of(Math.round((firstReadNanos.getAsLong() - startNanos) / 1e6) / 1e3)
                    : OptionalDouble.empty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until {@code count} answers have been read.
     *
     * @return whether that was so before the time was over
     */
    boolean await(long count, Duration limit) throws InterruptedException {
        long leftNanos = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (this.count < count && leftNanos > 0) {
                leftNanos = more.awaitNanos(leftNanos);
            }
            return this.count >= count;
        } finally {
            lock.unlock();
        }
    }
}
