package io.sluice.deploy.bench.faults;

import io.sluice.deploy.bench.faults.History.Answered;
import io.sluice.deploy.bench.faults.History.Sent;
import io.sluice.deploy.bench.faults.Violation.Kind;
import io.sluice.schemas.ThroughputReport;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Reads the topics as consumers do, and waits until frames are answered. */
final class Drain implements AutoCloseable {
    /** In which at least one more answer must come, while frames wait for theirs. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final FaultRig rig;
    private final RunRecord record;
    private final TopicRecords reading = new TopicRecords();
    private final TopicTail<Sent> frames;
    private final TopicTail<Answered> answers;
    private final Map<Integer, BitSet> answered = new HashMap<>();
    private int counted;

    Drain(FaultRig rig, RunRecord record) {
        this.rig = rig;
        this.record = record;
        frames = new TopicTail<>(rig.topics().frames(), IsolationLevel.READ_COMMITTED, rig.kafka(), reading::sent);
        answers = new TopicTail<>(rig.topics().labels(), IsolationLevel.READ_COMMITTED, rig.kafka(), reading::answered);
    }

    /** Waits for the first answer. */
    void awaitSome() {
        await(() -> !answered.isEmpty());
    }

    /** Waits until all frames that are on the topic now have been answered. */
    void awaitAll() {
        Map<TopicPartition, Long> ends = frames.ends();
        if (!await(() -> waiting(ends) == 0)) {
            record.violated(
                    Kind.STUCK,
                    waiting(ends) + " of the frames up to " + ends + " were not answered, and for "
                            + PATIENCE.toSeconds() + " s no answer came.");
        }
    }

    private interface Condition {
        boolean holds();
    }

    /** Whether it came to hold before answers ceased. */
    private boolean await(Condition condition) {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (read() > 0) {
                endNanos = System.nanoTime() + PATIENCE.toNanos();
            }
            if (System.nanoTime() > endNanos) {
                return false;
            }
            record.requireNotStopped();
        }
        return true;
    }

    private int read() {
        int come = answers.poll();
        List<Answered> all = answers.records();
        all.subList(counted, all.size())
                .forEach(answer -> answered.computeIfAbsent(answer.frame().partition(), first -> new BitSet())
                        .set(Math.toIntExact(answer.frame().offset())));
        counted = all.size();
        return come;
    }

    private long waiting(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> end.getValue()
                        - answered.getOrDefault(end.getKey().partition(), new BitSet())
                                .get(0, Math.toIntExact(end.getValue()))
                                .cardinality())
                .sum();
    }

    /** All that is on the topics, when nobody writes any more. */
    History history() {
        requireNothingHidden();
        frames.readToEnd();
        answers.readToEnd();
        return new History(frames.records(), answers.records());
    }

    /** A transaction that never ended would keep from consumers all that comes after it. */
    private void requireNothingHidden() {
        try (TopicTail<Integer> all =
                new TopicTail<>(rig.topics().labels(), IsolationLevel.READ_UNCOMMITTED, rig.kafka(), found -> 0)) {
            if (!await(() -> all.ends().equals(answers.ends()))) {
                record.violated(
                        Kind.STUCK,
                        "Consumers of committed answers see the labels topic up to " + answers.ends()
                                + ", which reaches to " + all.ends() + ".");
            }
        }
    }

    /** The last report of each inference process. */
    Map<String, ThroughputReport> lastReports() {
        Map<String, ThroughputReport> last = new HashMap<>();
        try (TopicTail<ThroughputReport> reports =
                new TopicTail<>(rig.topics().metrics(), IsolationLevel.READ_COMMITTED, rig.kafka(), reading::report)) {
            reports.readToEnd();
            reports.records().forEach(report -> last.put(report.getInstance(), report));
        }
        return last;
    }

    @Override
    public void close() {
        frames.close();
        answers.close();
    }
}
