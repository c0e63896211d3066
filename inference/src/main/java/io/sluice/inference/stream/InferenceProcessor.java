package io.sluice.inference.stream;

import io.sluice.inference.model.RejectReason;
import io.sluice.inference.tracing.AnswerTrace;
import io.sluice.inference.tracing.AnswerTracer;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.Frame;
import io.sluice.schemas.MalformedRecordException;
import io.sluice.schemas.RecordPosition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Answers each record of one partition of the frames topic with one record on the labels topic, in their order.
 *
 * <p>{@link #process} hands a frame to {@link Admission} and returns before it is answered; the answer is forwarded by a
 * later call or by the punctuation, always on the task's own stream thread. {@link CommitGuard} keeps the commit behind
 * what has been forwarded. When the task has {@code bound} frames unanswered, {@code process} waits for the oldest, and
 * the partition's lag grows instead of the process's memory.
 *
 * <p>Kafka Streams may close and initialise the same processor again, so everything of one life begins in {@link #init}.
 */
final class InferenceProcessor implements Processor<Bytes, byte[], Bytes, SpecificRecord> {
    /** How long an answer may lie when no record follows it: far below a frame interval. */
    private static final Duration DRAIN_INTERVAL = Duration.ofMillis(5);

    private final int bound;
    private final Supplier<Admission> admissions;
    private final AnswerRecords records;
    private final CommitGuard guard;
    private final ConsumerLag lag;
    private final ThroughputMeter meter;
    private final AnswerTracer tracer;
    private final InstantSource clock;

    private final AvroCodec<Frame> codec = new AvroCodec<>(Frame.class);
    private final PendingAnswers pending = new PendingAnswers();
    private ProcessorContext<Bytes, SpecificRecord> context;
    private Admission admission;
    private Cancellable draining;
    /** Null until the first record of this life. */
    private CommitGuard.Hold hold;

    private Frame decoded;

    /**
     * @param bound most frames unanswered in this task
     * @param admissions makes the admission of one life of the processor
     */
    InferenceProcessor(
            int bound,
            Supplier<Admission> admissions,
            AnswerRecords records,
            CommitGuard guard,
            ConsumerLag lag,
            ThroughputMeter meter,
            AnswerTracer tracer,
            InstantSource clock) {
        this.bound = bound;
        this.admissions = admissions;
        this.records = records;
        this.guard = guard;
        this.lag = lag;
        this.meter = meter;
        this.tracer = tracer;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<Bytes, SpecificRecord> processorContext) {
        context = processorContext;
        admission = admissions.get();
        draining = context.schedule(DRAIN_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> drain());
    }

    @Override
    public void process(Record<Bytes, byte[]> record) {
        Instant receivedAt = clock.instant();
        RecordMetadata metadata = context.recordMetadata().orElseThrow();
        TopicPartition partition = new TopicPartition(metadata.topic(), metadata.partition());
        if (hold == null) {
            hold = guard.open(partition);
        }
        lag.taken(partition, metadata.offset() + 1);
        makeRoom();
        admit(record, new RecordPosition(metadata.topic(), metadata.partition(), metadata.offset()), receivedAt);
        drain();
    }

    /** Also called after a failure or when the partition moves on: what is unanswered then is the next owner's. */
    @Override
    public void close() {
        draining.cancel();
        meter.handedBack(pending.abandon());
        if (hold != null) {
            lag.forget(hold.partition());
            hold.close();
            hold = null;
        }
        admission.close();
    }

    private void admit(Record<Bytes, byte[]> record, RecordPosition position, Instant receivedAt) {
        AnswerTrace trace = tracer.receive(record.headers());
        ReceivedFrame.Origin origin;
        CompletableFuture<Answer> answer;
        try {
            origin = decode(record, receivedAt);
            answer = answer(record.key(), trace);
        } catch (MalformedRecordException e) {
            origin = new ReceivedFrame.Origin(FrameContract.cameraOf(record.key()), null, null, null);
            answer = rejected(RejectReason.RECORD, e.getMessage());
        }
        meter.offered(origin.camera());
        long bytes = record.value() == null ? 0 : record.value().length;
        Bytes key = FrameContract.bounded(record.key());
        pending.add(new ReceivedFrame(key, record.timestamp(), position, bytes, receivedAt, origin, trace), answer);
        holdCommit();
    }

    /** Reads the frame into {@link #decoded}. */
    private ReceivedFrame.Origin decode(Record<Bytes, byte[]> record, Instant receivedAt) {
        decoded = codec.decode(record.value(), decoded);
        FrameContract.requireRepeatable(record.key(), decoded, receivedAt);
        return new ReceivedFrame.Origin(
                decoded.getCamera(), decoded.getSession(), decoded.getSequence(), decoded.getCapturedAt());
    }

    private CompletableFuture<Answer> answer(Bytes key, AnswerTrace trace) {
        return FrameContract.violation(key, decoded)
                .map(wrong -> rejected(RejectReason.CONTRACT, wrong))
                .orElseGet(() -> admission.admit(decoded, trace));
    }

    private static CompletableFuture<Answer> rejected(RejectReason reason, String error) {
        return CompletableFuture.completedFuture(new Answer.Rejected(reason, error));
    }

    private void makeRoom() {
        while (pending.size() >= bound) {
            rethrowFailures(() -> pending.awaitOldest(this::publish));
            holdCommit();
        }
    }

    private void drain() {
        rethrowFailures(() -> pending.drain(this::publish));
        holdCommit();
    }

    private void publish(ReceivedFrame frame, Answer answer) {
        records.of(frame, answer).forEach(context::forward);
        meter.answered(frame, answer);
    }

    private void holdCommit() {
        if (hold != null) {
            hold.at(pending.oldestOffset());
        }
    }

    private static void rethrowFailures(Runnable draining) {
        try {
            draining.run();
        } catch (CompletionException e) {
            throw new StreamsException("Inference failed.", e.getCause());
        }
    }
}
