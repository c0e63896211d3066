package io.sluice.inference.stream.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.stream.RareWarning;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.AvroSerde;
import io.sluice.schemas.EventPhase;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.LabelEvent;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventProcessorTest {
    private static final EventSettings SETTINGS = EventSettings.forTopics(new Topics("test"));
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final EventLedger ledger = new EventLedger();
    private final TopologyTestDriver driver = driver(Film.NOON);
    private final TestInputTopic<byte[], byte[]> labels =
            driver.createInputTopic(SETTINGS.topics().labels(), new ByteArraySerializer(), new ByteArraySerializer());
    private final TestOutputTopic<byte[], LabelEvent> events = driver.createOutputTopic(
            SETTINGS.topics().events(), new ByteArrayDeserializer(), new AvroSerde<>(LabelEvent.class).deserializer());
    private final AvroCodec<FrameLabels> codec = new AvroCodec<>(FrameLabels.class);

    private TopologyTestDriver driver(Instant now) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        return new TopologyTestDriver(new EventTopology(SETTINGS, ledger, () -> 0).build(), config, now);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    /** All answers of a film, which Kafka has had since noon. */
    private void send(Film film) {
        for (FrameLabels answer : film.answers()) {
            labels.pipeInput(new TestRecord<>(Film.CAMERA.getBytes(UTF_8), codec.encode(answer), Film.NOON));
        }
    }

    /** As a process that is well does. */
    private void pass(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(SECOND)) {
            driver.advanceWallClockTime(SECOND);
        }
    }

    private List<EventPhase> phases() {
        return events.readValuesToList().stream().map(LabelEvent::getPhase).toList();
    }

    @Test
    void aCameraThatIsHoursFastGivesNoRecordOfTheFuture() {
        Duration fast = Duration.ofHours(2);
        send(new Film().pause(fast).show(20, 3, 0.9));
        pass(SETTINGS.silence().plus(SECOND));

        List<TestRecord<byte[], LabelEvent>> records = events.readRecordsToList();

        assertThat(records)
                .extracting(record -> record.value().getPhase())
                .containsExactly(EventPhase.STARTED, EventPhase.ENDED);
        assertThat(records.get(0).getRecordTime()).isEqualTo(Film.NOON);
        assertThat(records.get(0).value().getStart()).isEqualTo(Film.NOON.plus(fast));
        assertThat(new String(records.get(0).headers().lastHeader("ce_time").value(), UTF_8))
                .isEqualTo(Film.NOON.plus(fast).toString());
        assertThat(records.get(1).getRecordTime())
                .isBetween(Film.NOON, Film.NOON.plus(SETTINGS.silence()).plus(SECOND.multipliedBy(2)));
        assertThat(records.get(1).value().getEnd()).isAfter(Film.NOON.plus(fast));
    }

    @Test
    void aProcessThatStoodStillFindsNobodySilent() {
        Film film = new Film().show(20, 3, 0.9);
        send(film);
        driver.advanceWallClockTime(Duration.ofHours(1));
        pass(SETTINGS.silence().minus(SECOND));

        assertThat(phases()).containsExactly(EventPhase.STARTED);
        pass(SECOND.multipliedBy(2));
        assertThat(phases()).containsExactly(EventPhase.ENDED);
    }

    /** As Kafka Streams revives a task: it closes the processor and initialises it again, and keeps its punctuations. */
    @Test
    void aRevivedTaskCountsTheTimeOfSilenceOnce() {
        MockProcessorContext<Bytes, LabelEvent> context = new MockProcessorContext<>();
        KeyValueStore<String, CameraState> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(EventTopology.STORE), Serdes.String(), new CameraStateSerde())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        EventProcessor processor = new EventProcessor(SETTINGS, ledger, new RareWarning(told -> {}, () -> 0));

        processor.init(context);
        processor.close();
        processor.init(context);

        assertThat(context.scheduledPunctuators())
                .extracting(MockProcessorContext.CapturedPunctuator::cancelled)
                .containsExactly(true, false);
    }

    @Test
    void aRepeatIsNoSignOfLife() {
        Film film = new Film().show(20, 3, 0.9);
        send(film);
        Duration half = SETTINGS.silence().dividedBy(2).plus(SECOND);
        pass(half);
        send(film);
        pass(half);

        assertThat(phases()).containsExactly(EventPhase.STARTED, EventPhase.ENDED);
    }

    @Test
    void whatCannotBeUsedIsCountedAndWhatWasNotLabelledIsNot() {
        send(new Film().labelled(1.0, Film.label(0, Double.NaN)).labelled(1.2, Film.label(0, 0.5)));
        send(new Film().given(Outcome.SHED));
        labels.pipeInput(Film.CAMERA.getBytes(UTF_8), new byte[] {1, 2, 3});

        assertThat(ledger.counts()).isEqualTo(new EventLedger.Counts(4, 3, 0, 0));
    }
}
