package io.sluice.inference.stream.events;

import io.sluice.inference.stream.RareWarning;
import io.sluice.schemas.AvroSerde;
import io.sluice.schemas.LabelEvent;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.BytesDeserializer;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers in, events out. What is remembered of the cameras is in memory, and in a compacted changelog topic from which whoever
 * takes a partition over restores it: nothing is on disk. The cache puts one record of a camera into the changelog for each
 * commit rather than for each answer.
 */
public final class EventTopology {
    private static final Logger LOG = LoggerFactory.getLogger(EventTopology.class);

    /** The store, and so its changelog, which is {@code <application id>-cameras-1-changelog}: one of each layout of the state. */
    static final String STORE = "cameras-" + CameraStateSerde.VERSION;

    private static final String LABELS = "labels";
    private static final String EVENTS = "events";

    /** Kafka Streams dies of a negative timestamp. */
    private static final TimestampExtractor NEVER_NEGATIVE = (record, partitionTime) -> Math.max(0, record.timestamp());

    private final EventSettings settings;
    private final EventLedger ledger;
    private final RareWarning skipped;

    /**
     * @param ledger counts what is read and told
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public EventTopology(EventSettings settings, EventLedger ledger, LongSupplier nanoTime) {
        this.settings = settings;
        this.ledger = ledger;
        this.skipped = new RareWarning(LOG::warn, nanoTime);
    }

    /** For one Kafka Streams client. */
    public Topology build() {
        return new Topology()
                .addSource(
                        AutoOffsetReset.earliest(),
                        LABELS,
                        NEVER_NEGATIVE,
                        new BytesDeserializer(),
                        new ByteArrayDeserializer(),
                        settings.topics().labels())
                .addProcessor(EVENTS, () -> new EventProcessor(settings, ledger, skipped), LABELS)
                .addStateStore(cameras(), EVENTS)
                .addSink(
                        "sink",
                        settings.topics().events(),
                        new BytesSerializer(),
                        new AvroSerde<>(LabelEvent.class).serializer(),
                        EVENTS);
    }

    private static StoreBuilder<KeyValueStore<String, CameraState>> cameras() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.String(), new CameraStateSerde())
                .withLoggingEnabled(Map.of())
                .withCachingEnabled();
    }
}
