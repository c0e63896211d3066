package io.sluice.deploy.bench.faults;

import static java.util.stream.Collectors.toSet;

import io.sluice.deploy.bench.faults.History.Answered;
import io.sluice.deploy.bench.faults.History.Position;
import io.sluice.deploy.bench.faults.History.Sent;
import io.sluice.deploy.bench.faults.Violation.Kind;
import io.sluice.schemas.ThroughputReport;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
    private final Backlog backlog;

    Drain(FaultRig rig, RunRecord record) {
        this.rig = rig;
        this.record = record;
        frames = new TopicTail<>(rig.topics().frames(), IsolationLevel.READ_COMMITTED, rig.kafka(), reading::sent);
        answers = new TopicTail<>(rig.topics().labels(), IsolationLevel.READ_COMMITTED, rig.kafka(), reading::answered);
        backlog = new Backlog(answers, PATIENCE, System::nanoTime, record::requireNotStopped);
    }

    /** Waits for the first answer. */
    void awaitSome() {
        if (!backlog.awaitSome()) {
            record.violated(Kind.STUCK, "No answer came in the first " + PATIENCE.toSeconds() + " s.");
        }
    }

    /** Waits until all frames that are on the topic now have been answered. */
    void awaitAll() {
        Map<TopicPartition, Long> ends = frames.ends();
        long waiting = backlog.await(ends);
        if (waiting > 0) {
            record.violated(
                    Kind.STUCK,
                    waiting + " of the frames up to " + ends + " were not answered, and for " + PATIENCE.toSeconds()
                            + " s none of them was.");
        }
    }

    /** All that is on the topics, when nobody writes any more. */
    History history() {
        requireNothingHidden();
        readToEnd(frames, rig.topics().frames());
        readToEnd(answers, rig.topics().labels());
        return new History(frames.records(), answers.records());
    }

    /** A transaction that never ended would keep from consumers all that comes after it. */
    private void requireNothingHidden() {
        try (TopicTail<Integer> all =
                new TopicTail<>(rig.topics().labels(), IsolationLevel.READ_UNCOMMITTED, rig.kafka(), found -> 0)) {
            long endNanos = System.nanoTime() + PATIENCE.toNanos();
            while (!all.ends().equals(answers.ends())) {
                if (System.nanoTime() > endNanos) {
                    record.violated(
                            Kind.STUCK,
                            "Consumers of committed answers see the labels topic up to " + answers.ends()
                                    + ", which reaches to " + all.ends() + ".");
                    return;
                }
                record.requireNotStopped();
                answers.poll();
            }
        }
    }

    private void readToEnd(TopicTail<?> tail, String topic) {
        if (!tail.readToEnd(PATIENCE, record::requireNotStopped)) {
            record.violated(
                    Kind.STUCK,
                    "Topic " + topic + " cannot be read to its end " + tail.ends() + ": for " + PATIENCE.toSeconds()
                            + " s nothing came.");
        }
    }

    /** The instances that have answers on the topic whose transaction was given up: those stay there, and nobody sees them. */
    Set<String> givenUp() {
        Set<Position> committed = answers.records().stream().map(Answered::at).collect(toSet());
        try (TopicTail<Answered> all = new TopicTail<>(
                rig.topics().labels(), IsolationLevel.READ_UNCOMMITTED, rig.kafka(), reading::answered)) {
            readToEnd(all, rig.topics().labels());
            return all.records().stream()
                    .filter(answer -> !committed.contains(answer.at()))
                    .map(Answered::instance)
                    .collect(toSet());
        }
    }

    /** The last report of each inference process. */
    Map<String, ThroughputReport> lastReports() {
        Map<String, ThroughputReport> last = new HashMap<>();
        try (TopicTail<ThroughputReport> reports =
                new TopicTail<>(rig.topics().metrics(), IsolationLevel.READ_COMMITTED, rig.kafka(), reading::report)) {
            readToEnd(reports, rig.topics().metrics());
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
