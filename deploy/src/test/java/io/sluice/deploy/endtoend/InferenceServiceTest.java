package io.sluice.deploy.endtoend;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.inference.batch.BatchSettings;
import io.sluice.inference.engine.Engine;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.stream.InferenceService;
import io.sluice.inference.stream.InferenceSettings;
import io.sluice.inference.stream.Ledger;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole inference process on a real broker with a real, small, untrained model. */
class InferenceServiceTest {
    private static final List<String> CAMERAS = List.of("gate", "yard", "dock");

    private static EmbeddedBroker broker;
    private static CompiledModel model;
    private static Engine engine;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
        model = TinyVit.compiled(ReducerSpec.NONE);
        engine = Engine.load(model, EngineOptions.DEFAULT);
    }

    @AfterAll
    static void stop() {
        engine.close();
        broker.close();
    }

    private static InferenceService service(Topics topics, Map<String, Object> kafka) {
        InferenceSettings settings = new InferenceSettings(
                topics,
                topics.prefix() + "-inference",
                2,
                new BatchSettings(2, Duration.ofMillis(2)),
                4,
                64,
                5,
                Duration.ofMillis(100));
        return new InferenceService(
                settings,
                new EngineSet(List.of(engine)),
                TinyVit.fixed(model),
                ClassNames.numbered(10),
                "i-" + System.nanoTime(),
                kafka,
                Clock.systemUTC(),
                System::nanoTime);
    }

    private static void sendAll(KafkaFrames frames, int perCamera) {
        for (int sequence = 0; sequence < perCamera; sequence++) {
            for (String camera : CAMERAS) {
                frames.send(camera, sequence, TinyVit.SIDE);
            }
        }
        frames.flush();
    }

    private static Map<String, List<Long>> sequencesByCamera(List<FrameLabels> answers) {
        return answers.stream()
                .collect(groupingBy(FrameLabels::getCamera, mapping(FrameLabels::getSequence, toList())));
    }

    private static List<Long> upTo(int frames) {
        return LongStream.range(0, frames).boxed().toList();
    }

    @Test
    void everyFrameOfEveryCameraIsAnsweredOnceInOrder() {
        Topics topics = new Topics("plain");
        try (KafkaFrames frames = new KafkaFrames(broker.bootstrapServers(), topics);
                InferenceService service = service(topics, frames.kafka())) {
            sendAll(frames, 300);

            service.start();
            List<FrameLabels> answers = frames.answers(900);

            assertThat(sequencesByCamera(answers))
                    .hasSize(3)
                    .allSatisfy((camera, sequences) -> assertThat(sequences).isEqualTo(upTo(300)));
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.getOutcome()).isEqualTo(Outcome.LABELLED);
                assertThat(answer.getLabels()).hasSize(5);
                assertThat(answer.getQuality().getTokensLeft()).isEqualTo(17);
            });
            // The second thread may join late, and takes partitions with frames under way.
            long handedBack = service.ledger().handedBack();
            assertThat(service.ledger()).isEqualTo(new Ledger(900 + handedBack, 900, 0, 0, handedBack));
        }
    }

    /** Restarts while hundreds of frames are on their way; each restart ends in the middle of the stream. */
    @ParameterizedTest
    @ValueSource(strings = {"exactly_once_v2", "at_least_once"})
    void restartsInMidStreamLoseNothingAndRepeatNothing(String guarantee) throws Exception {
        Topics topics = new Topics("restarts-" + guarantee);
        try (KafkaFrames frames = new KafkaFrames(broker.bootstrapServers(), topics)) {
            Map<String, Object> kafka = new HashMap<>(frames.kafka());
            kafka.put("processing.guarantee", guarantee);
            sendAll(frames, 1_000);

            for (int restart = 0; restart < 3; restart++) {
                try (InferenceService service = service(topics, kafka)) {
                    service.start();
                    awaitAnswered(service, 100);
                }
            }
            try (InferenceService service = service(topics, kafka)) {
                service.start();

                assertThat(sequencesByCamera(frames.answers(3_000)))
                        .hasSize(3)
                        .allSatisfy((camera, sequences) -> assertThat(sequences).isEqualTo(upTo(1_000)));
            }
        }
    }

    /** Frames go on coming until the second process has answered some; then it leaves, with frames in flight. */
    @Test
    void twoProcessesShareThePartitionsAndHandThemOverWithoutLoss() {
        Topics topics = new Topics("shared");
        List<String> cameras =
                IntStream.range(0, 24).mapToObj(number -> "camera-" + number).toList();
        int perCamera = 0;
        try (KafkaFrames frames = new KafkaFrames(broker.bootstrapServers(), topics);
                InferenceService first = service(topics, frames.kafka())) {
            first.start();
            try (InferenceService second = service(topics, frames.kafka())) {
                second.start();
                while (second.ledger().answered() < 100) {
                    for (String camera : cameras) {
                        frames.send(camera, perCamera, TinyVit.SIDE);
                    }
                    frames.flush();
                    perCamera++;
                }
            }

            int sent = perCamera;
            assertThat(sequencesByCamera(frames.answers(sent * cameras.size())))
                    .hasSize(cameras.size())
                    .allSatisfy((camera, sequences) -> assertThat(sequences).isEqualTo(upTo(sent)));
        }
    }

    @Test
    void itMayBeStartedBeforeItsTopicsAreThere() {
        Topics topics = new Topics("later");
        try (InferenceService service = service(topics, Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            service.start();
            try (KafkaFrames frames = new KafkaFrames(broker.bootstrapServers(), topics)) {
                sendAll(frames, 1);

                assertThat(frames.answers(CAMERAS.size())).hasSize(CAMERAS.size());
            }
        }
    }

    private static void awaitAnswered(InferenceService service, long frames) throws InterruptedException {
        CountDownLatch tick = new CountDownLatch(1);
        while (service.ledger().answered() < frames && !service.ended().isDone()) {
            assertThat(tick.await(1, TimeUnit.MILLISECONDS)).isFalse();
        }
        service.ended().getNow(null);
    }
}
