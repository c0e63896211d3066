package io.sluice.inference.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.inference.control.ArrivalRate;
import io.sluice.inference.engine.ScoredClass;
import io.sluice.inference.metrics.FrameMeters;
import io.sluice.inference.metrics.Meters;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.SampleFidelity;
import io.sluice.inference.model.ServiceTimes;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.tracing.AnswerTrace;
import io.sluice.inference.tracing.AnswerTracer;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.AvroSerde;
import io.sluice.schemas.DeadLetter;
import io.sluice.schemas.Frame;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.ImageEncoding;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceProcessorTest {
    private static final Topics TOPICS = new Topics("test");
    private static final Instant CAPTURED = Instant.ofEpochSecond(1_000_000);
    private static final Instant NOW = CAPTURED.plusMillis(80);
    private static final OperatingPoint POINT = new OperatingPoint(
            new ModelId("tiny", "ab".repeat(32)),
            ReducerSpec.parse("ppt:r=50"),
            Precision.FLOAT32,
            new TokenSchedule(197, List.of(197), List.of(147), List.of(50)),
            2_000_000_000L);
    private static final CalibratedPoint RUNG = new CalibratedPoint(
            POINT,
            ServiceTimes.perFrame(Duration.ofMillis(10)),
            Optional.of(new SampleFidelity(0.96, 0.1, OptionalDouble.empty(), 50)));
    private static final int BOUND = 8;
    private static final TopicPartition PARTITION = new TopicPartition(TOPICS.frames(), 0);

    /** Answers when the test says so; remembers what it was asked. */
    private static final class HandMovedAdmission implements Admission {
        private final List<CompletableFuture<Answer>> answers = new ArrayList<>();

        @Override
        public CompletableFuture<Answer> admit(Frame frame, AnswerTrace trace) {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        }

        void answer(int frame) {
            answers.get(frame)
                    .complete(new Answer.Labelled(
                            List.of(new ScoredClass(frame, 0.5f)), RUNG, 2, CAPTURED.plusMillis(1), NOW));
        }

        @Override
        public void close() {}
    }

    private final HandMovedAdmission admission = new HandMovedAdmission();
    private final CommitGuard guard = new CommitGuard();
    private final ConsumerLag lag = new ConsumerLag();
    private final ThroughputMeter meter = new ThroughputMeter(
            "instance", () -> NOW, new ArrivalRate(() -> 0), new FrameMeters(new Meters(), () -> 0));
    private final TopologyTestDriver driver = driver();
    private final TestInputTopic<byte[], byte[]> frames =
            driver.createInputTopic(TOPICS.frames(), new ByteArraySerializer(), new ByteArraySerializer());
    private final TestOutputTopic<byte[], FrameLabels> labels = driver.createOutputTopic(
            TOPICS.labels(), new ByteArrayDeserializer(), new AvroSerde<>(FrameLabels.class).deserializer());
    private final TestOutputTopic<byte[], DeadLetter> deadLetters = driver.createOutputTopic(
            TOPICS.deadLetters(), new ByteArrayDeserializer(), new AvroSerde<>(DeadLetter.class).deserializer());
    private final AvroCodec<Frame> codec = new AvroCodec<>(Frame.class);
    private boolean closed;

    private TopologyTestDriver driver() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        AnswerRecords records = new AnswerRecords(ClassNames.numbered(1000), "CPU", "instance", () -> NOW);
        return new TopologyTestDriver(
                new InferenceTopology(TOPICS)
                        .build(() -> new InferenceProcessor(
                                BOUND, () -> admission, records, guard, lag, meter, AnswerTracer.NONE, () -> NOW)),
                config);
    }

    @AfterEach
    void close() {
        if (!closed) {
            closed = true;
            driver.close();
        }
    }

    private static Frame frame(long sequence) {
        return new Frame("gate", "s1", sequence, CAPTURED, 2, 1, ImageEncoding.RGB24, ByteBuffer.wrap(new byte[6]));
    }

    private void offer(long sequence) {
        frames.pipeInput(new TestRecord<>("gate".getBytes(UTF_8), codec.encode(frame(sequence)), CAPTURED));
    }

    private void punctuate() {
        driver.advanceWallClockTime(Duration.ofMillis(10));
    }

    private long committable() {
        return guard.clamp(Map.of(PARTITION, new OffsetAndMetadata(Long.MAX_VALUE)))
                .get(PARTITION)
                .offset();
    }

    @Test
    void aFrameIsAnsweredUnderItsKeyAndTimestampWithItsQualityAndTimings() {
        offer(17);
        admission.answer(0);
        punctuate();

        TestRecord<byte[], FrameLabels> answer = labels.readRecord();
        assertThat(new String(answer.key(), UTF_8)).isEqualTo("gate");
        assertThat(answer.getRecordTime()).isEqualTo(CAPTURED);
        FrameLabels value = answer.value();
        assertThat(value.getCamera()).isEqualTo("gate");
        assertThat(value.getSession()).isEqualTo("s1");
        assertThat(value.getSequence()).isEqualTo(17);
        assertThat(value.getOutcome()).isEqualTo(Outcome.LABELLED);
        assertThat(value.getReason()).isNull();
        assertThat(value.getLabels().get(0).getName()).isEqualTo("0");
        assertThat(value.getQuality().getReducer()).isEqualTo("ppt:r=50");
        assertThat(value.getQuality().getModel()).isEqualTo("tiny@abababababab");
        assertThat(value.getQuality().getTokens()).isEqualTo(197);
        assertThat(value.getQuality().getTokensLeft()).isEqualTo(147);
        assertThat(value.getQuality().getGmacs()).isEqualTo(2.0);
        assertThat(value.getQuality().getFidelity()).isEqualTo(0.96);
        assertThat(value.getBatchSize()).isEqualTo(2);
        assertThat(value.getTimings().getCaptured()).isEqualTo(CAPTURED);
        assertThat(value.getTimings().getPublished()).isEqualTo(NOW);
        assertThat(new String(answer.headers().lastHeader("ce_type").value(), UTF_8))
                .isEqualTo("io.sluice.schemas.FrameLabels");
        assertThat(labels.isEmpty()).isTrue();
    }

    @Test
    void whereNobodyFollowsFramesAnAnswerCarriesNoTrace() {
        RecordHeaders traced = new RecordHeaders();
        traced.add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".getBytes(UTF_8));
        frames.pipeInput(new TestRecord<>("gate".getBytes(UTF_8), codec.encode(frame(17)), traced, CAPTURED));
        admission.answer(0);
        punctuate();

        assertThat(labels.readRecord().headers().lastHeader("traceparent")).isNull();
    }

    @Test
    void answersLeaveInTheOrderOfTheFramesWhateverOrderTheyComeIn() {
        IntStream.range(0, 3).forEach(this::offer);

        admission.answer(2);
        admission.answer(1);
        punctuate();
        assertThat(labels.isEmpty()).isTrue();

        admission.answer(0);
        punctuate();
        assertThat(labels.readValuesToList())
                .extracting(FrameLabels::getSequence)
                .containsExactly(0L, 1L, 2L);
    }

    @Test
    void commitsStayAtTheOldestUnansweredFrame() {
        IntStream.range(0, 3).forEach(this::offer);
        assertThat(committable()).isZero();

        admission.answer(1);
        punctuate();
        assertThat(committable()).isZero();

        admission.answer(0);
        punctuate();
        assertThat(committable()).isEqualTo(2);

        admission.answer(2);
        punctuate();
        assertThat(committable()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyFrameIsAnsweredOnceInOrderAndNoCommitOvertakesAnAnswer(long seed) {
        Random random = new Random(seed);
        List<Integer> unanswered = new ArrayList<>();
        int offered = 0;
        long answered = 0;
        while (offered < 500) {
            if (offered - answered < BOUND && random.nextBoolean()) {
                offer(offered);
                unanswered.add(offered++);
            } else if (!unanswered.isEmpty()) {
                admission.answer(unanswered.remove(random.nextInt(unanswered.size())));
                punctuate();
            }
            for (FrameLabels label : labels.readValuesToList()) {
                assertThat(label.getSequence()).isEqualTo(answered++);
            }
            if (offered > 0) {
                assertThat(Math.min(committable(), offered)).isEqualTo(answered);
            }
            assertThat(meter.total().inFlight()).isEqualTo(offered - answered);
        }
    }

    @Test
    void aRecordThatIsNoFrameIsRejectedInItsPlaceWithADeadLetterThatPointsAtIt() {
        offer(0);
        frames.pipeInput(new TestRecord<>("gate".getBytes(UTF_8), "not a frame".getBytes(UTF_8), CAPTURED));
        frames.pipeInput(new TestRecord<>(null, null, CAPTURED));
        assertThat(labels.isEmpty()).isTrue();

        admission.answer(0);
        punctuate();

        List<FrameLabels> answers = labels.readValuesToList();
        assertThat(answers)
                .extracting(FrameLabels::getOutcome)
                .containsExactly(Outcome.LABELLED, Outcome.REJECTED, Outcome.REJECTED);
        assertThat(answers.get(1).getCamera()).isEqualTo("gate");
        assertThat(answers.get(1).getSession()).isNull();
        assertThat(answers.get(1).getReason()).contains("Expected a Frame").contains("11 bytes");
        assertThat(answers.get(2).getReason()).contains("without a value");
        List<DeadLetter> letters = deadLetters.readValuesToList();
        assertThat(letters).extracting(DeadLetter::getOffset).containsExactly(1L, 2L);
        assertThat(letters).extracting(DeadLetter::getValueBytes).containsExactly(11L, 0L);
        assertThat(letters.get(0).getError()).isEqualTo(answers.get(1).getReason());
    }

    @Test
    void aDeadLetterBearsTheHeadersOfKafkaStreamsOwn() {
        frames.pipeInput(new TestRecord<>("gate".getBytes(UTF_8), "not a frame".getBytes(UTF_8), CAPTURED));

        TestRecord<byte[], DeadLetter> letter = deadLetters.readRecord();
        assertThat(text(letter, "__streams.errors.topic")).isEqualTo(TOPICS.frames());
        assertThat(text(letter, "__streams.errors.partition")).isEqualTo("0");
        assertThat(text(letter, "__streams.errors.offset")).isEqualTo("0");
        assertThat(text(letter, "__streams.errors.message"))
                .isEqualTo(letter.value().getError());
        assertThat(text(letter, "__streams.errors.exception")).isEqualTo("io.sluice.schemas.MalformedRecordException");
        assertThat(text(letter, "__streams.errors.stacktrace"))
                .endsWith(letter.value().getError());
        assertThat(text(letter, "ce_type")).isEqualTo("io.sluice.schemas.DeadLetter");
    }

    private static String text(TestRecord<byte[], DeadLetter> record, String header) {
        return new String(record.headers().lastHeader(header).value(), UTF_8);
    }

    /** Its answer says whose frame it was, as far as the frame itself says so. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "gate, '', s1, 0, a camera id and a session id",
                "gate, gate, '', 0, a camera id and a session id",
                "gate, gate, s1, -1, a sequence number of 0 or more",
                "yard, gate, s1, 0, found 'yard'",
                "none, gate, s1, 0, found no key"
            })
    void aFrameThatBreaksTheContractIsRejected(
            String key, String camera, String session, long sequence, String reason) {
        Frame frame =
                new Frame(camera, session, sequence, CAPTURED, 2, 1, ImageEncoding.RGB24, ByteBuffer.wrap(new byte[6]));

        frames.pipeInput(key == null ? null : key.getBytes(UTF_8), codec.encode(frame));

        FrameLabels answer = labels.readValue();
        assertThat(answer.getOutcome()).isEqualTo(Outcome.REJECTED);
        assertThat(answer.getReason()).contains(reason);
        assertThat(answer.getCamera()).isEqualTo(camera);
        assertThat(answer.getSequence()).isEqualTo(sequence);
        assertThat(deadLetters.readValue().getError()).isEqualTo(answer.getReason());
    }

    @Test
    void aTimeOfCaptureThatNoAgeCanBeComputedFromIsRejected() {
        Instant yearOne = Instant.parse("0001-01-01T00:00:00Z");
        Frame frame = new Frame("gate", "s1", 0L, yearOne, 2, 1, ImageEncoding.RGB24, ByteBuffer.wrap(new byte[6]));
        frames.pipeInput("gate".getBytes(UTF_8), codec.encode(frame));

        FrameLabels answer = labels.readValue();
        assertThat(answer.getOutcome()).isEqualTo(Outcome.REJECTED);
        assertThat(answer.getReason()).contains("0001-01-01T00:00:00Z").contains("within 36500 days");
        assertThat(deadLetters.readValue().getError()).isEqualTo(answer.getReason());
    }

    @Test
    void aRecordWithMegabytesForAKeyIsRejectedUnderItsBeginning() {
        frames.pipeInput(new TestRecord<>(new byte[2_000_000], codec.encode(frame(0)), CAPTURED));

        TestRecord<byte[], FrameLabels> answer = labels.readRecord();
        assertThat(answer.key()).hasSize(1024);
        assertThat(answer.value().getOutcome()).isEqualTo(Outcome.REJECTED);
        assertThat(answer.value().getReason()).contains("record key").contains("2000000");
    }

    @Test
    void aFullTaskWaitsForItsOldestAnswer() throws InterruptedException {
        IntStream.range(0, BOUND).forEach(this::offer);
        Thread next = new Thread(() -> offer(BOUND));
        next.start();
        while (next.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(admission.answers).hasSize(BOUND);

        admission.answer(0);
        next.join();

        assertThat(labels.readValuesToList())
                .extracting(FrameLabels::getSequence)
                .containsExactly(0L);
        assertThat(admission.answers).hasSize(BOUND + 1);
    }

    @Test
    void aModelThatFailsStopsTheTaskAndTheFrameStaysUncommitted() {
        offer(0);
        IllegalStateException broken = new IllegalStateException("the device is gone");
        admission.answers.get(0).completeExceptionally(broken);

        assertThatThrownBy(this::punctuate).hasRootCause(broken);
        assertThat(committable()).isZero();
        assertThat(labels.isEmpty()).isTrue();
    }

    @Test
    void framesLeftWhenTheTaskClosesAreHandedBack() {
        IntStream.range(0, 3).forEach(this::offer);
        admission.answer(0);
        punctuate();

        close();

        Ledger total = meter.total();
        assertThat(total).isEqualTo(new Ledger(3, 1, 0, 0, 2));
        assertThat(total.inFlight()).isZero();
        assertThat(lag.total()).isEqualTo(OptionalLong.empty());
        assertThat(guard.clamp(Map.of(PARTITION, new OffsetAndMetadata(3)))).isEmpty();
    }
}
