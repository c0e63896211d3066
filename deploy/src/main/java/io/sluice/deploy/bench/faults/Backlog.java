package io.sluice.deploy.bench.faults;

import io.sluice.deploy.bench.faults.History.Answered;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits for the answers to frames, as long as fewer and fewer of them wait. Answers to other frames do not count: cameras go on
 * sending, and whoever counted those would wait for a lost frame for ever.
 */
final class Backlog {
    private final Tail<Answered> answers;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final Runnable meanwhile;
    private final Map<Integer, BitSet> answered = new HashMap<>();
    private int counted;

    /**
     * @param patience in which at least one more of the frames must be answered
     * @param nanoTime a clock like {@link System#nanoTime}
     * @param meanwhile called now and then
     */
    Backlog(Tail<Answered> answers, Duration patience, LongSupplier nanoTime, Runnable meanwhile) {
        this.answers = answers;
        this.patience = patience;
        this.nanoTime = nanoTime;
        this.meanwhile = meanwhile;
    }

    /** Whether any answer came in time. */
    boolean awaitSome() {
        long endNanos = nanoTime.getAsLong() + patience.toNanos();
        while (answered.isEmpty() && nanoTime.getAsLong() < endNanos) {
            read();
        }
        return !answered.isEmpty();
    }

    /**
     * Waits for the answers to all frames before {@code ends}.
     *
     * @return how many frames still waited when patience was over; 0 when all are answered
     */
    long await(Map<TopicPartition, Long> ends) {
        long fewest = Long.MAX_VALUE;
        long endNanos = nanoTime.getAsLong() + patience.toNanos();
        while (fewest > 0 && nanoTime.getAsLong() < endNanos) {
            read();
            long waiting = waiting(ends);
            if (waiting < fewest) {
                fewest = waiting;
                endNanos = nanoTime.getAsLong() + patience.toNanos();
            }
        }
        return fewest;
    }

    private void read() {
        meanwhile.run();
        answers.poll();
        List<Answered> all = answers.records();
        all.subList(counted, all.size())
                .forEach(answer -> answered.computeIfAbsent(answer.frame().partition(), first -> new BitSet())
                        .set(Math.toIntExact(answer.frame().offset())));
        counted = all.size();
    }

    private long waiting(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> end.getValue()
                        - answered.getOrDefault(end.getKey().partition(), new BitSet())
                                .get(0, Math.toIntExact(end.getValue()))
                                .cardinality())
                .sum();
    }
}
