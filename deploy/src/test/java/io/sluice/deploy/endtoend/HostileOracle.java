package io.sluice.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.DeadLetter;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.RecordPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Compares what was sent with what came of it. Knows the promises and nothing of how frames are made or read. */
final class HostileOracle {
    /** Far more than a reference and a sentence take; the key of the record, which is repeated, has 1024 at most. */
    private static final int LONGEST_ANSWER_BYTES = 8192;

    private final Map<RecordPosition, HostileFrame> sent;
    private final Map<RecordPosition, FrameLabels> answers = new HashMap<>();
    private final Map<RecordPosition, DeadLetter> letters = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    private HostileOracle(Map<RecordPosition, HostileFrame> sent) {
        this.sent = sent;
    }

    /**
     * All violations of what is promised.
     *
     * @param alone good frames by their place on the frames topic, sent when nothing else was
     * @param among the same and hostile ones, sent later
     * @param labels every record of the labels topic
     * @param dead every dead letter
     */
    static List<String> violations(
            Map<RecordPosition, HostileFrame> alone,
            Map<RecordPosition, HostileFrame> among,
            List<ConsumerRecord<byte[], byte[]>> labels,
            List<ConsumerRecord<byte[], byte[]>> dead) {
        Map<RecordPosition, HostileFrame> sent = new HashMap<>(alone);
        sent.putAll(among);
        HostileOracle oracle = new HostileOracle(sent);
        oracle.judgeAll(labels, dead);
        oracle.compare(oracle.goodLabels(alone), oracle.goodLabels(among));
        return oracle.violations;
    }

    private void judgeAll(List<ConsumerRecord<byte[], byte[]>> labels, List<ConsumerRecord<byte[], byte[]>> dead) {
        labels.forEach(this::note);
        labels.stream()
                .collect(groupingBy(
                        ConsumerRecord::partition,
                        mapping(HostileOracle::source, groupingBy(RecordPosition::getPartition))))
                .values()
                .forEach(bySource -> bySource.values().forEach(this::requireOrder));
        dead.forEach(this::noteLetter);
        sent.forEach(this::judge);
        letters.keySet().stream()
                .filter(position -> !sent.containsKey(position))
                .forEach(position -> violations.add(position + ": a dead letter for what was never sent"));
    }

    /** Answers to good frames by camera and sequence number, without what differs from run to run. */
    private Map<String, String> goodLabels(Map<RecordPosition, HostileFrame> frames) {
        Map<String, String> found = new HashMap<>();
        frames.forEach((position, frame) -> {
            FrameLabels answer = answers.get(position);
            if (frame.kind().equals(HostileFrame.GOOD) && answer != null) {
                found.put(answer.getCamera() + "/" + answer.getSequence(), String.valueOf(answer.getLabels()));
            }
        });
        return found;
    }

    private void compare(Map<String, String> alone, Map<String, String> among) {
        if (!alone.keySet().equals(among.keySet())) {
            violations.add(alone.size() + " good frames answered alone, " + among.size() + " among hostile ones");
        }
        alone.forEach((frame, labels) -> {
            if (!labels.equals(among.get(frame))) {
                violations.add(frame + ": " + labels + " alone, " + among.get(frame) + " among hostile frames");
            }
        });
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        FrameLabels answer = new AvroCodec<>(FrameLabels.class).decode(record.value());
        if (answers.put(answer.getSource(), answer) != null) {
            violations.add(answer.getSource() + ": two answers");
        }
        requireShort(record);
    }

    private void noteLetter(ConsumerRecord<byte[], byte[]> record) {
        DeadLetter letter = new AvroCodec<>(DeadLetter.class).decode(record.value());
        RecordPosition position = new RecordPosition(letter.getTopic(), letter.getPartition(), letter.getOffset());
        if (letters.put(position, letter) != null) {
            violations.add(position + ": two dead letters");
        }
        requireShort(record);
        require(position, header(record, "__streams.errors.topic").equals(letter.getTopic()), "topic header");
        require(
                position,
                header(record, "__streams.errors.partition").equals(String.valueOf(letter.getPartition())),
                "partition header");
        require(
                position,
                header(record, "__streams.errors.offset").equals(String.valueOf(letter.getOffset())),
                "offset header");
        require(position, header(record, "__streams.errors.message").equals(letter.getError()), "message header");
        require(position, !header(record, "__streams.errors.exception").isBlank(), "exception header");
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        assertThat(record.headers().lastHeader(name)).as(name).isNotNull();
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private void requireShort(ConsumerRecord<byte[], byte[]> record) {
        int bytes = record.serializedKeySize() + record.serializedValueSize();
        if (bytes > LONGEST_ANSWER_BYTES) {
            violations.add(record.topic() + " at " + record.offset() + ": " + bytes + " bytes");
        }
    }

    private static RecordPosition source(ConsumerRecord<byte[], byte[]> record) {
        return new AvroCodec<>(FrameLabels.class).decode(record.value()).getSource();
    }

    /** Of answers on one partition to frames of one: whoever has a key, has both. */
    private void requireOrder(List<RecordPosition> sources) {
        long last = -1;
        for (RecordPosition source : sources) {
            require(source, source.getOffset() > last, "out of order");
            last = source.getOffset();
        }
    }

    private void judge(RecordPosition position, HostileFrame frame) {
        FrameLabels answer = answers.get(position);
        require(position, answer != null, frame.kind() + ": no answer");
        if (answer == null) {
            return;
        }
        boolean rejected = answer.getOutcome() == Outcome.REJECTED;
        boolean asExpected = switch (frame.expected()) {
            case LABELLED -> answer.getOutcome() == Outcome.LABELLED;
            case REJECTED -> rejected;
            case EITHER -> rejected || answer.getOutcome() == Outcome.LABELLED;
        };
        require(position, asExpected, frame.kind() + ": " + answer.getOutcome() + " " + answer.getReason());
        DeadLetter letter = letters.get(position);
        require(position, rejected == (letter != null), frame.kind() + ": dead letter and answer differ");
        if (letter != null) {
            require(
                    position,
                    letter.getValueBytes() == frame.valueBytes(),
                    frame.kind() + ": size " + letter.getValueBytes());
            require(position, letter.getError().equals(answer.getReason()), frame.kind() + ": another reason");
            require(position, letter.getError().endsWith("."), frame.kind() + ": no sentence " + letter.getError());
        }
    }

    private void require(RecordPosition position, boolean holds, String violation) {
        if (!holds) {
            violations.add(position + ": " + violation);
        }
    }
}
