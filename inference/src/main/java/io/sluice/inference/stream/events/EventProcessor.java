package io.sluice.inference.stream.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.inference.stream.RareWarning;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.CloudEventHeaders;
import io.sluice.schemas.EventPhase;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.LabelEvent;
import io.sluice.schemas.MalformedRecordException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Runs {@link Intervals} on one partition of the labels topic, with the state of its cameras in a store.
 *
 * <p>The wall clock has one say: a camera of which no labelled answer has come for {@link EventSettings#silence} is told to have
 * ended what it showed, and is forgotten, since no answer of its own would ever tell. What it ended would have ended the same way
 * with the camera's next answer, unless that comes late yet was captured within the gap; only then do events depend on when
 * answers came. After a start each camera is waited for anew, so that a process that was down does not find all of them silent.
 *
 * <p>An event has the time of what it tells of, but its record is never stamped later than the answer that led to it, or than now:
 * Kafka refuses records of the future, however often they are sent, and a camera's clock may be hours fast.
 *
 * <p>Kafka Streams may close and initialise the same processor again, so everything of one life begins in {@link #init} and ends
 * in {@link #close}.
 */
final class EventProcessor implements Processor<Bytes, byte[], Bytes, LabelEvent> {
    private final EventSettings settings;
    private final EventLedger ledger;
    private final RareWarning skipped;
    private final Intervals intervals;
    private final CloudEventHeaders headers;
    private final AvroCodec<FrameLabels> codec = new AvroCodec<>(FrameLabels.class);
    private Silence silence;
    private ProcessorContext<Bytes, LabelEvent> context;
    private KeyValueStore<String, CameraState> cameras;
    private Cancellable looking;
    private FrameLabels decoded;

    /**
     * @param ledger counts what is read and told
     * @param skipped tells of records that are skipped
     */
    EventProcessor(EventSettings settings, EventLedger ledger, RareWarning skipped) {
        this.settings = settings;
        this.ledger = ledger;
        this.skipped = skipped;
        this.intervals = new Intervals(settings.rules());
        this.headers = new CloudEventHeaders("/sluice/events/" + settings.applicationId());
    }

    @Override
    public void init(ProcessorContext<Bytes, LabelEvent> processorContext) {
        context = processorContext;
        cameras = context.getStateStore(EventTopology.STORE);
        silence = new Silence(settings.silence());
        try (KeyValueIterator<String, CameraState> known = cameras.all()) {
            known.forEachRemaining(camera -> silence.heard(camera.key));
        }
        looking = context.schedule(Silence.LOOK, PunctuationType.WALL_CLOCK_TIME, this::forgetTheSilent);
    }

    @Override
    public void process(Record<Bytes, byte[]> record) {
        ledger.taken();
        try {
            decoded = codec.decode(record.value(), decoded);
            Evidence.of(decoded).ifPresent(answer -> take(decoded.getCamera(), answer, record.timestamp()));
        } catch (MalformedRecordException e) {
            ledger.skipped();
            context.recordMetadata().ifPresent(at -> skipped.warn(() -> sentence(at, e)));
        }
    }

    /** A task that is revived keeps its punctuations: a second one would find cameras silent in half the time. */
    @Override
    public void close() {
        looking.cancel();
    }

    private static String sentence(RecordMetadata at, MalformedRecordException failure) {
        return "Skipped the record at offset " + at.offset() + " of partition " + at.partition() + " of " + at.topic()
                + ": " + failure.getMessage();
    }

    private void take(String camera, Evidence answer, long answerMillis) {
        Intervals.Step step = intervals.after(camera, Optional.ofNullable(cameras.get(camera)), answer);
        if (!step.isRepeat()) {
            cameras.put(camera, step.state());
            silence.heard(camera);
            tell(step.events(), answerMillis);
        }
    }

    private void forgetTheSilent(long nowMillis) {
        for (String camera : silence.look()) {
            Optional.ofNullable(cameras.delete(camera))
                    .ifPresent(state -> tell(intervals.ends(camera, state), nowMillis));
        }
    }

    private void tell(List<LabelEvent> events, long latestMillis) {
        for (LabelEvent event : events) {
            Instant at = event.getPhase() == EventPhase.STARTED ? event.getStart() : event.getEnd();
            long millis = Math.max(0, Math.min(at.toEpochMilli(), latestMillis));
            Record<Bytes, LabelEvent> record =
                    new Record<>(Bytes.wrap(event.getCamera().getBytes(UTF_8)), event, millis);
            headers.addTo(record.headers(), LabelEvent.class, event.getId() + "/" + event.getPhase(), at);
            context.forward(record);
            ledger.told(event.getPhase());
        }
    }
}
