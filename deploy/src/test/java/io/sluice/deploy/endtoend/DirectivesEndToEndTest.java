package io.sluice.deploy.endtoend;

import static io.sluice.deploy.endtoend.SluiceProcess.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.deploy.control.ControlTopic;
import io.sluice.deploy.demo.TopicReader;
import io.sluice.inference.control.CameraPolicies;
import io.sluice.inference.control.CameraPolicy;
import io.sluice.inference.control.LoadController;
import io.sluice.inference.control.Steering;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.stream.InferenceService;
import io.sluice.schemas.Decision;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Setting;
import io.sluice.schemas.ThroughputReport;
import io.sluice.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What operators ask for reaches real inference over a real broker. */
class DirectivesEndToEndTest {
    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static TwoPoints model;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
        model = new TwoPoints();
    }

    @AfterAll
    static void stop() {
        model.close();
        broker.close();
    }

    private static Setting setting(CalibratedPoint rung) {
        OperatingPoint point = rung.point();
        return new Setting(
                point.model().toString(),
                point.reducer().toString(),
                point.precision().name());
    }

    /** An installation of its own: its topics, what is on them, and who asks for what. */
    private static final class Site implements AutoCloseable {
        private final Topics topics;
        private final KafkaFrames frames;
        private final ControlTopic control;
        private final List<FrameLabels> labels = new CopyOnWriteArrayList<>();
        private final List<Decision> decisions = new CopyOnWriteArrayList<>();
        private final List<ThroughputReport> reports = new CopyOnWriteArrayList<>();
        private final List<TopicReader<?>> readers;
        private long sent;

        Site(EmbeddedBroker on, String name) {
            topics = new Topics(name);
            frames = new KafkaFrames(on.bootstrapServers(), topics);
            Map<String, Object> kafka = frames.kafka();
            control = new ControlTopic(kafka, topics, InstantSource.system());
            readers = List.of(
                    new TopicReader<>(topics.labels(), FrameLabels.class, kafka, labels::add),
                    new TopicReader<>(topics.decisions(), Decision.class, kafka, decisions::add),
                    new TopicReader<>(topics.metrics(), ThroughputReport.class, kafka, reports::add));
        }

        InferenceService service(String instance) {
            CameraPolicies cameras = CameraPolicies.of(CameraPolicy.DEFAULT.withDeadline(Duration.ofSeconds(30)));
            Steering steering = new Steering(model.ladder(), LoadController.fixed(), Optional.empty(), cameras, 0);
            return model.service(instance, topics, steering, frames);
        }

        /** Frames go on coming until one is answered at the point of this reducer. */
        void awaitAnswerAt(String reducer) {
            await(() -> {
                send();
                return !labels.isEmpty()
                        && reducerOf(labels.get(labels.size() - 1)).equals(reducer);
            });
        }

        void awaitAllAnswered() {
            await(() -> labels.size() == sent);
        }

        void awaitDecision(String instance, String reason) {
            await(() -> decisions.stream()
                    .anyMatch(decision -> decision.getInstance().equals(instance)
                            && decision.getReason().equals(reason)));
        }

        void send() {
            frames.send("gate", sent++, TinyVit.SIDE);
            frames.flush();
        }

        Stream<String> reducers(long from) {
            return labels.stream()
                    .filter(answer -> answer.getSequence() >= from)
                    .map(Site::reducerOf);
        }

        private static String reducerOf(FrameLabels answer) {
            return answer.getQuality().getReducer();
        }

        @Override
        public void close() {
            readers.forEach(TopicReader::close);
            frames.close();
        }
    }

    @Test
    void aPinServesUntilItIsTakenBackAlsoAfterARestart() {
        try (Site site = new Site(broker, "pinned")) {
            try (InferenceService service = site.service("first")) {
                service.start();
                site.awaitAnswerAt("none");
                site.control.pin(setting(model.ladder().fastest()), "console at 10.0.0.7");
                site.awaitAnswerAt(TwoPoints.REDUCED);
                site.awaitAllAnswered();
            }
            long before = site.sent;
            try (InferenceService service = site.service("second")) {
                for (int frame = 0; frame < 20; frame++) {
                    site.send();
                }
                service.start();
                site.awaitAllAnswered();
                assertThat(site.reducers(before)).hasSize(20).containsOnly(TwoPoints.REDUCED);

                site.control.unpin("command line on ops-1");
                site.awaitAnswerAt("none");
            }

            site.awaitDecision("first", "Pinned by console at 10.0.0.7.");
            site.awaitDecision("second", "Pinned by console at 10.0.0.7.");
            site.awaitDecision("second", "The pin was taken back by command line on ops-1: load decides again.");
            assertThat(site.decisions).extracting(Decision::getDryRun).containsOnly(false);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("sluice-directives-first", "sluice-directives-second");
        }
    }

    @Test
    void allInstancesObey() {
        try (Site site = new Site(broker, "both");
                InferenceService one = site.service("one");
                InferenceService two = site.service("two")) {
            one.start();
            two.start();
            site.control.pin(setting(model.ladder().fastest()), "ann");
            site.control.weigh("gate", 3, "bob");

            for (String instance : List.of("one", "two")) {
                site.awaitDecision(instance, "Pinned by ann.");
                site.awaitDecision(instance, "Camera gate weighs 3, until now 1: asked for by bob.");
                await(() -> site.reports.stream()
                        .anyMatch(report -> report.getInstance().equals(instance)
                                && report.getReducer().equals(TwoPoints.REDUCED)));
            }
            site.control.clearWeight("gate", "eve");
            for (String instance : List.of("one", "two")) {
                site.awaitDecision(
                        instance, "Camera gate weighs 1 again, until now 3: its weight was taken back by eve.");
            }
        }
    }

    @Test
    void whatCannotBeObeyedIsRefusedAndWhatCannotBeReadIsToldOfOnce() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("io.sluice.inference.stream");
        try (Site site = new Site(broker, "refused");
                InferenceService service = site.service("one")) {
            log.start();
            logger.addAppender(log);
            service.start();
            site.awaitAnswerAt("none");
            publish(site, "pin", new byte[] {1, 2, 3});
            publish(site, "nonsense", null);
            site.control.pin(new Setting("tiny@000000000000", "none", "INT8"), "ann");
            site.control.weigh("gate", 3, "ann");

            site.awaitDecision("one", "Camera gate weighs 3, until now 1: asked for by ann.");
            site.send();
            site.awaitAllAnswered();

            assertThat(site.reducers(0)).containsOnly("none");
            assertThat(site.decisions)
                    .filteredOn(decision -> decision.getReason().contains("refused"))
                    .singleElement()
                    .satisfies(decision -> {
                        assertThat(decision.getTo()).isEqualTo(decision.getFrom());
                        assertThat(decision.getReason())
                                .startsWith("The pin of none INT8 of tiny@000000000000, asked for by ann, is refused:"
                                        + " this instance's ladder has only none FLOAT32 of tiny@")
                                .endsWith("; load decides.");
                    });
            assertThat(List.copyOf(log.list))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .anyMatch(line -> line.startsWith(
                            "The record at offset 0 of partition 0 of refused.control takes back what its key, pin, asked"
                                    + " for: Expected a Directive in"))
                    .noneMatch(line -> line.startsWith("Skipped the record at offset 1"))
                    .anyMatch(line -> line.startsWith("The pin of none INT8"));
        } finally {
            logger.detachAppender(log);
        }
    }

    private static void publish(Site site, String key, byte[] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(site.frames.kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(site.topics.control(), key.getBytes(UTF_8), value))
                    .get();
        }
    }

    @Test
    void afterAnOutageOfKafkaOperatorsAreHeardAgain() {
        BrokerSettings kept = BrokerSettings.temporary().withDataDirectory(directory.resolve("broker"));
        EmbeddedBroker first = EmbeddedBroker.start(kept);
        int port = Integer.parseInt(first.bootstrapServers().replaceAll(".*:", ""));
        try (Site site = new Site(first, "outage")) {
            InferenceService service = site.service("one");
            service.start();
            site.awaitAnswerAt("none");

            first.close();
            try (EmbeddedBroker second = EmbeddedBroker.start(kept.withPort(port));
                    service) {
                assertThat(second.bootstrapServers()).isEqualTo(first.bootstrapServers());
                site.control.pin(setting(model.ladder().fastest()), "ann");

                site.awaitAnswerAt(TwoPoints.REDUCED);
            }
        }
    }
}
