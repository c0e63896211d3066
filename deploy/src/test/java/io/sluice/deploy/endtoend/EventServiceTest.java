package io.sluice.deploy.endtoend;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.deploy.broker.HastyBroker;
import io.sluice.inference.stream.EventService;
import io.sluice.inference.stream.events.CameraState;
import io.sluice.inference.stream.events.EventSettings;
import io.sluice.inference.stream.events.Evidence;
import io.sluice.inference.stream.events.IntervalRules;
import io.sluice.inference.stream.events.Intervals;
import io.sluice.schemas.EventPhase;
import io.sluice.schemas.LabelEvent;
import io.sluice.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of answers on a real broker. However often those who make them are ended, they are those of one who never was. */
class EventServiceTest {
    private static final List<String> CAMERAS = List.of("gate", "yard", "dock", "road", "belt");
    private static final int FRAMES = 300;

    /** In the midst of what the cameras show. */
    private static final int THIRD = FRAMES / 3 + 7;

    /** Nothing here is silent. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    private static Path directory;

    private static final Map<String, List<LabelEvent>> UNDISTURBED =
            CAMERAS.stream().collect(toMap(Function.identity(), EventServiceTest::undisturbed));

    private static EmbeddedBroker broker;

    /** What nobody disturbs who makes them: no Kafka, nothing but the algorithm. */
    private static List<LabelEvent> undisturbed(String camera) {
        Intervals intervals = new Intervals(IntervalRules.DEFAULT);
        Optional<CameraState> state = Optional.empty();
        List<LabelEvent> events = new ArrayList<>();
        for (int sequence = 0; sequence < FRAMES; sequence++) {
            Evidence answer = Evidence.of(KafkaAnswers.answer(camera, sequence, KafkaAnswers.BEGIN))
                    .orElseThrow();
            Intervals.Step step = intervals.after(camera, state, answer);
            state = Optional.of(step.state());
            events.addAll(step.events());
        }
        return events;
    }

    @BeforeAll
    static void start() {
        broker = HastyBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static KafkaAnswers answers(Topics topics) {
        return new KafkaAnswers(broker.bootstrapServers(), topics);
    }

    private static EventSettings settings(Topics topics, Duration silence) {
        EventSettings usual = EventSettings.forTopics(topics);
        return new EventSettings(topics, usual.applicationId(), usual.rules(), silence);
    }

    private static EventService service(EventSettings settings) {
        return new EventService(settings, Map.of("bootstrap.servers", broker.bootstrapServers()), System::nanoTime);
    }

    /** Waits until that many of each camera have been taken. */
    private static void awaitFrames(EventService service, int frames) {
        SluiceProcess.await(() -> service.counts().answers() == (long) frames * CAMERAS.size());
    }

    /** As a consumer of committed records has them: by camera, in their order. */
    private static Map<String, List<LabelEvent>> events(Topics topics, long atLeast) {
        try (KafkaFrames kafka = new KafkaFrames(broker.bootstrapServers(), topics)) {
            return kafka.read(topics.events(), LabelEvent.class, (int) atLeast).stream()
                    .collect(groupingBy(LabelEvent::getCamera));
        }
    }

    private static int size(Map<String, List<LabelEvent>> events) {
        return events.values().stream().mapToInt(List::size).sum();
    }

    @Test
    void everyCameraHasIntervals() {
        assertThat(UNDISTURBED)
                .containsOnlyKeys(CAMERAS)
                .allSatisfy((camera, events) -> assertThat(events).hasSizeGreaterThan(10));
    }

    @Test
    void aRestartAndAKillInMidStreamChangeNothing() throws Exception {
        Topics topics = new Topics("disturbed");
        try (KafkaAnswers answers = answers(topics)) {
            answers.send(CAMERAS, 0, THIRD);
            try (EventService first = service(settings(topics, PATIENCE))) {
                first.start();
                awaitFrames(first, THIRD);
            }
            int before;
            try (SluiceProcess killed = readyProcess(topics)) {
                answers.send(CAMERAS, THIRD, 2 * THIRD);
                before = size(events(topics, 1));
                answers.send(CAMERAS, 2 * THIRD, FRAMES - 1);
                killed.kill();
            }
            answers.send(CAMERAS, FRAMES - 1, FRAMES);
            try (EventService last = service(settings(topics, PATIENCE))) {
                last.start();

                assertThat(events(topics, size(UNDISTURBED))).isEqualTo(UNDISTURBED);
                assertThat(before).isBetween(1, size(UNDISTURBED) - 1);
            }
        }
    }

    /** Whom the broker soon believes to be gone. */
    private static SluiceProcess readyProcess(Topics topics) throws Exception {
        Path config = Files.write(
                directory.resolve("events.properties"),
                List.of(
                        "main.consumer.session.timeout.ms=2000",
                        "producer.transaction.timeout.ms=2000",
                        "processing.guarantee=at_least_once")); // which is not listened to
        SluiceProcess process = SluiceProcess.start(
                directory,
                "events",
                "--bootstrap-server=" + broker.bootstrapServers(),
                "--kafka-config=" + config,
                "--topic-prefix=" + topics.prefix(),
                "--silence=10m",
                "--json");
        assertThat(process.nextLine().get("state").asText()).isEqualTo("ready");
        return process;
    }

    /** Kafka takes no record that claims to be of two hours from now. */
    @Test
    void whatAFastCameraShowedIsToldAndEndsWhenItFallsSilent() {
        Topics topics = new Topics("silent");
        Instant begin = Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MILLIS);
        try (KafkaAnswers answers = new KafkaAnswers(broker.bootstrapServers(), topics, begin);
                EventService service = service(settings(topics, IntervalRules.DEFAULT.gap()))) {
            answers.send("gate", new byte[] {1, 2, 3});
            answers.send(List.of("gate"), 0, 25);
            service.start();

            List<LabelEvent> events = events(topics, 2).get("gate");

            assertThat(events).extracting(LabelEvent::getPhase).containsExactly(EventPhase.STARTED, EventPhase.ENDED);
            LabelEvent expected = UNDISTURBED.get("gate").get(0);
            assertThat(events).extracting(LabelEvent::getId).containsOnly(expected.getId());
            assertThat(Duration.between(begin, events.get(0).getStart()))
                    .isEqualTo(Duration.between(KafkaAnswers.BEGIN, expected.getStart()));
            assertThat(events.get(1).getEnd()).isAfter(events.get(1).getStart());
            assertThat(service.counts().skipped()).isEqualTo(1);
        }
    }
}
