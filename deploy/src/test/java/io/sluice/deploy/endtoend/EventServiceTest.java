package io.sluice.deploy.endtoend;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.deploy.broker.HastyBroker;
import io.sluice.inference.stream.EventService;
import io.sluice.inference.stream.events.EventSettings;
import io.sluice.inference.stream.events.IntervalRules;
import io.sluice.schemas.EventPhase;
import io.sluice.schemas.LabelEvent;
import io.sluice.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events of answers on a real broker. However often those who make them are ended, they are those of one who never was. */
@Timeout(120)
class EventServiceTest {
    private static final List<String> CAMERAS = List.of("gate", "yard", "dock", "road", "belt");
    private static final int FRAMES = 600;
    private static final int ANSWERS = FRAMES * CAMERAS.size();

    /** Nothing here is silent. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static Map<String, List<LabelEvent>> undisturbed;

    @BeforeAll
    static void start() {
        broker = HastyBroker.start();
        Topics topics = new Topics("undisturbed");
        EventService service = service(settings(topics, PATIENCE));
        try (service;
                KafkaAnswers answers = answers(topics)) {
            answers.send(CAMERAS, 0, FRAMES);
            service.start();
            SluiceProcess.await(() -> service.counts().answers() == ANSWERS);
        }
        undisturbed =
                events(topics, service.counts().started() + service.counts().ended());
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
        assertThat(undisturbed)
                .containsOnlyKeys(CAMERAS)
                .allSatisfy((camera, events) -> assertThat(events).hasSizeGreaterThan(20));
    }

    @Test
    void restartsInMidStreamChangeNothing() {
        Topics topics = new Topics("restarts");
        try (KafkaAnswers answers = answers(topics)) {
            answers.send(CAMERAS, 0, FRAMES);
            for (int restart = 0; restart < 3; restart++) {
                try (EventService service = service(settings(topics, PATIENCE))) {
                    service.start();
                    SluiceProcess.await(() -> service.counts().answers() >= 500);
                }
            }
            try (EventService service = service(settings(topics, PATIENCE))) {
                service.start();

                assertThat(events(topics, size(undisturbed))).isEqualTo(undisturbed);
            }
        }
    }

    @Test
    void aKillInMidStreamChangesNothing() throws Exception {
        Topics topics = new Topics("killed");
        try (KafkaAnswers answers = answers(topics)) {
            int before;
            try (SluiceProcess killed = readyProcess(topics)) {
                answers.send(CAMERAS, 0, FRAMES / 2);
                before = size(events(topics, 1));
                answers.send(CAMERAS, FRAMES / 2, FRAMES - 1);
                killed.kill();
            }
            answers.send(CAMERAS, FRAMES - 1, FRAMES);
            try (SluiceProcess second = readyProcess(topics)) {
                assertThat(events(topics, size(undisturbed))).isEqualTo(undisturbed);
                assertThat(before).isBetween(1, size(undisturbed) - 1);
                second.terminate();
                assertThat(second.nextLine().get("answers").asInt()).isBetween(1, ANSWERS);
            }
        }
    }

    /** Whom the broker soon believes to be gone. */
    private static SluiceProcess readyProcess(Topics topics) throws Exception {
        Path config = Files.write(
                directory.resolve("events.properties"),
                List.of(
                        "main.consumer.session.timeout.ms=3000",
                        "producer.transaction.timeout.ms=3000",
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

    @Test
    void whatACameraShowedEndsWhenItFallsSilent() {
        Topics topics = new Topics("silent");
        IntervalRules rules = IntervalRules.DEFAULT;
        try (KafkaAnswers answers = answers(topics);
                EventService service = service(settings(topics, rules.gap()))) {
            answers.send("gate", new byte[] {1, 2, 3});
            answers.send(List.of("gate"), 0, 25);
            service.start();

            List<LabelEvent> events = events(topics, 2).get("gate");

            assertThat(events).extracting(LabelEvent::getPhase).containsExactly(EventPhase.STARTED, EventPhase.ENDED);
            LabelEvent expected = undisturbed.get("gate").get(0);
            assertThat(events.get(0)).isEqualTo(expected);
            assertThat(events.get(1).getEnd()).isAfter(expected.getStart());
            assertThat(service.counts().skipped()).isEqualTo(1);
        }
    }
}
