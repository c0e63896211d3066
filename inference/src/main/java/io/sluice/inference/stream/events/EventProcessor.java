package io.sluice.inference.stream.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.CloudEventHeaders;
import io.sluice.schemas.EventPhase;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.LabelEvent;
import io.sluice.schemas.MalformedRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs {@link Intervals} on one partition of the labels topic, with the state of its cameras in a store.
 *
 * <p>The wall clock has one say: a camera of which no labelled answer has come for {@code silence} is told to have ended what it
 * showed, and is forgotten, since no answer of its own would ever tell. What it ended would have ended the same way with the
 * camera's next answer, unless that comes late yet was captured within the gap; only then do events depend on when answers
 * came. After a start each camera is waited for anew, so that a process that was down does not find all of them silent.
 */
final class EventProcessor implements Processor<Bytes, byte[], Bytes, LabelEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(EventProcessor.class);
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private final EventSettings settings;
    private final EventLedger ledger;
    private final LongSupplier nanoTime;
    private final Intervals intervals;
    private final CloudEventHeaders headers;
    private final AvroCodec<FrameLabels> codec = new AvroCodec<>(FrameLabels.class);
    private final Map<String, Long> heardNanos = new HashMap<>();
    private ProcessorContext<Bytes, LabelEvent> context;
    private KeyValueStore<String, CameraState> cameras;
    private FrameLabels decoded;

    /**
     * @param ledger counts what is read and told
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    EventProcessor(EventSettings settings, EventLedger ledger, LongSupplier nanoTime) {
        this.settings = settings;
        this.ledger = ledger;
        this.nanoTime = nanoTime;
        this.intervals = new Intervals(settings.rules());
        this.headers = new CloudEventHeaders("/sluice/events/" + settings.applicationId());
    }

    @Override
    public void init(ProcessorContext<Bytes, LabelEvent> processorContext) {
        context = processorContext;
        cameras = context.getStateStore(EventTopology.STORE);
        heardNanos.clear(); // Kafka Streams may initialise the same processor again
        long now = nanoTime.getAsLong();
        try (KeyValueIterator<String, CameraState> known = cameras.all()) {
            known.forEachRemaining(camera -> heardNanos.put(camera.key, now));
        }
        var unused = context.schedule(LOOK_INTERVAL, PunctuationType.WALL_CLOCK_TIME, time -> forgetTheSilent());
    }

    @Override
    public void process(Record<Bytes, byte[]> record) {
        ledger.taken();
        try {
            decoded = codec.decode(record.value(), decoded);
            Evidence.of(decoded).ifPresent(answer -> take(decoded.getCamera(), answer));
        } catch (MalformedRecordException e) {
            ledger.skipped();
            context.recordMetadata()
                    .ifPresent(at -> LOG.warn(
                            "Skipped the record at offset {} of partition {} of {}: {}",
                            at.offset(),
                            at.partition(),
                            at.topic(),
                            e.getMessage()));
        }
    }

    private void take(String camera, Evidence answer) {
        Intervals.Step step = intervals.after(camera, Optional.ofNullable(cameras.get(camera)), answer);
        cameras.put(camera, step.state());
        heardNanos.put(camera, nanoTime.getAsLong());
        tell(step.events());
    }

    private void forgetTheSilent() {
        long before = nanoTime.getAsLong() - settings.silence().toNanos();
        List<String> silent = heardNanos.entrySet().stream()
                .filter(heard -> heard.getValue() - before < 0)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        silent.forEach(this::forget);
    }

    private void forget(String camera) {
        heardNanos.remove(camera);
        Optional.ofNullable(cameras.delete(camera)).ifPresent(state -> tell(intervals.ends(camera, state)));
    }

    private void tell(List<LabelEvent> events) {
        for (LabelEvent event : events) {
            Instant at = event.getPhase() == EventPhase.STARTED ? event.getStart() : event.getEnd();
            Record<Bytes, LabelEvent> record =
                    new Record<>(Bytes.wrap(event.getCamera().getBytes(UTF_8)), event, Math.max(0, at.toEpochMilli()));
            headers.addTo(record.headers(), LabelEvent.class, event.getId() + "/" + event.getPhase(), at);
            context.forward(record);
            ledger.told(event.getPhase());
        }
    }
}
