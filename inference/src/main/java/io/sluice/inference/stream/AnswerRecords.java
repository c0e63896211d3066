package io.sluice.inference.stream;

import io.sluice.inference.engine.ScoredClass;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.SampleFidelity;
import io.sluice.schemas.CloudEventHeaders;
import io.sluice.schemas.DeadLetter;
import io.sluice.schemas.DeadLetterHeaders;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Label;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Quality;
import io.sluice.schemas.RecordPosition;
import io.sluice.schemas.Timings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Writes an answer down: one {@link FrameLabels}, and for a rejected record a {@link DeadLetter} beside it. Keys and
 * timestamps are those of the record answered.
 */
final class AnswerRecords {
    private final ClassNames names;
    private final String provider;
    private final CloudEventHeaders headers;
    private final InstantSource clock;

    /**
     * @param provider the execution provider that runs the model
     * @param instance id of this process
     */
    AnswerRecords(ClassNames names, String provider, String instance, InstantSource clock) {
        this.names = names;
        this.provider = provider;
        this.headers = new CloudEventHeaders("/sluice/inference/" + instance);
        this.clock = clock;
    }

    /** The records for one answer, the labels first. */
    Stream<Record<Bytes, SpecificRecord>> of(ReceivedFrame frame, Answer answer) {
        Instant now = clock.instant();
        FrameLabels labels = labels(frame, answer, now);
        frame.trace().answered(labels);
        Record<Bytes, SpecificRecord> record = record(frame, labels, now);
        return answer instanceof Answer.Rejected rejected
                ? Stream.of(record, deadLetterRecord(frame, rejected, now))
                : Stream.of(record);
    }

    private Record<Bytes, SpecificRecord> record(ReceivedFrame frame, SpecificRecord value, Instant now) {
        Record<Bytes, SpecificRecord> record = new Record<>(frame.key(), value, frame.timestamp());
        RecordPosition position = frame.position();
        String id = value.getSchema().getName() + "/" + position.getTopic() + "/" + position.getPartition() + "/"
                + position.getOffset();
        headers.addTo(record.headers(), value.getClass(), id, now);
        frame.trace().addTo(record.headers());
        return record;
    }

    private FrameLabels labels(ReceivedFrame frame, Answer answer, Instant now) {
        FrameLabels.Builder labels = FrameLabels.newBuilder()
                .setCamera(frame.origin().camera())
                .setSession(frame.origin().session())
                .setSequence(frame.origin().sequence())
                .setSource(frame.position())
                .setLabels(List.of());
        Timings.Builder timings = Timings.newBuilder()
                .setCaptured(frame.origin().capturedAt())
                .setReceived(frame.receivedAt())
                .setPublished(now);
        if (answer instanceof Answer.Labelled labelled) {
            labels.setOutcome(Outcome.LABELLED)
                    .setLabels(labelled.classes().stream().map(this::label).toList())
                    .setQuality(quality(labelled.rung()))
                    .setBatchSize(labelled.batchSize())
                    .setProvider(provider);
            timings.setBatched(labelled.batchedAt()).setInferred(labelled.inferredAt());
        } else if (answer instanceof Answer.Shed shed) {
            labels.setOutcome(Outcome.SHED).setReason(shed.sentence());
        } else if (answer instanceof Answer.Rejected rejected) {
            labels.setOutcome(Outcome.REJECTED).setReason(rejected.error());
        }
        return labels.setTimings(timings.build()).build();
    }

    private Label label(ScoredClass scored) {
        return new Label(scored.index(), names.name(scored.index()), scored.score());
    }

    private static Quality quality(CalibratedPoint rung) {
        OperatingPoint point = rung.point();
        return Quality.newBuilder()
                .setModel(point.model().toString())
                .setReducer(point.reducer().toString())
                .setPrecision(point.precision().name())
                .setTokens(point.schedule().entering())
                .setTokensLeft(point.schedule().left())
                .setGmacs(point.gmacs())
                .setFidelity(rung.fidelity().map(SampleFidelity::agreement).orElse(null))
                .build();
    }

    private Record<Bytes, SpecificRecord> deadLetterRecord(ReceivedFrame frame, Answer.Rejected rejected, Instant now) {
        DeadLetter letter = deadLetter(frame, rejected, now);
        Record<Bytes, SpecificRecord> record = record(frame, letter, now);
        DeadLetterHeaders.addTo(record.headers(), letter);
        return record;
    }

    private static DeadLetter deadLetter(ReceivedFrame frame, Answer.Rejected rejected, Instant now) {
        return DeadLetter.newBuilder()
                .setTopic(frame.position().getTopic())
                .setPartition(frame.position().getPartition())
                .setOffset(frame.position().getOffset())
                .setCamera(frame.origin().camera())
                .setAt(now)
                .setValueBytes(frame.valueBytes())
                .setError(rejected.error())
                .build();
    }
}
