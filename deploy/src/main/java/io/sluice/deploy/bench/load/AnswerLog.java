package io.sluice.deploy.bench.load;

import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Quality;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The answers as a consumer reads them, and what must never be among them: two answers to one frame, a frame of a camera
 * after a later one, an answer to a frame that nobody sent. One thread writes, any reads.
 */
final class AnswerLog {
    private final InstantSource clock;
    private final Lock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Map<FrameId, Fate> fates = new HashMap<>();
    private final Map<String, Long> newest = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    record FrameId(String camera, String session, long sequence) {}

    /**
     * All that had been read at one moment.
     *
     * @param fates of the frames that had been answered
     * @param violations what must not be, a sentence each
     */
    record Answers(Map<FrameId, Fate> fates, List<String> violations) {
        Answers {
            // Not Map.copyOf: its table probes, and numbers of frames hash side by side, so that 50,000 took minutes.
            fates = Collections.unmodifiableMap(new HashMap<>(fates));
            violations = List.copyOf(violations);
        }

        /** What became of a frame; empty where there is no answer. */
        Optional<Fate> of(String camera, String session, long sequence) {
            return Optional.ofNullable(fates.get(new FrameId(camera, session, sequence)));
        }

        /** Frames that have been answered. */
        int answered() {
            return fates.size();
        }
    }

    AnswerLog(InstantSource clock) {
        this.clock = clock;
    }

    /** The next answer of the topic. */
    void accept(FrameLabels answer) {
        lock.lock();
        try {
            if (answer.getSession() == null) {
                violations.add("An answer to no frame: " + answer.getReason());
            } else {
                add(new FrameId(answer.getCamera(), answer.getSession(), answer.getSequence()), answer);
            }
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void add(FrameId frame, FrameLabels answer) {
        if (fates.put(frame, fate(answer)) != null) {
            violations.add("Two answers to " + frame + ".");
        }
        Long before = newest.put(frame.camera() + "/" + frame.session(), frame.sequence());
        if (before != null && before >= frame.sequence()) {
            violations.add(frame + " was answered after number " + before + ".");
        }
    }

    private Fate fate(FrameLabels answer) {
        return switch (answer.getOutcome()) {
            case LABELLED -> labelled(answer);
            case SHED ->
                new Fate.Shed(
                        answer.getReason(), age(answer, answer.getTimings().getPublished()));
            case REJECTED -> new Fate.Rejected(answer.getReason());
        };
    }

    private Fate labelled(FrameLabels answer) {
        Quality quality = answer.getQuality();
        return new Fate.Labelled(
                answer.getLabels().get(0).getIndex(),
                new Fate.Point(quality.getModel(), quality.getReducer(), quality.getPrecision()),
                age(answer, answer.getTimings().getPublished()),
                age(answer, clock.instant()),
                answer.getTimings().getBatched());
    }

    private static Duration age(FrameLabels answer, Instant then) {
        return Duration.between(answer.getTimings().getCaptured(), then);
    }

    /** What has been read until now. */
    Answers answers() {
        lock.lock();
        try {
            return new Answers(fates, violations);
        } finally {
            lock.unlock();
        }
    }

    /** Frames that have been answered. */
    int answered() {
        lock.lock();
        try {
            return fates.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until {@code count} frames have been answered.
     *
     * @return whether that was so before the time was over
     */
    boolean await(int count, Duration limit) throws InterruptedException {
        long leftNanos = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (fates.size() < count && leftNanos > 0) {
                leftNanos = more.awaitNanos(leftNanos);
            }
            return fates.size() >= count;
        } finally {
            lock.unlock();
        }
    }
}
