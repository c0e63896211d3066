package io.sluice.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.deploy.endtoend.OtlpReceiver.ReceivedSpan;
import io.sluice.deploy.traces.Traces;
import io.sluice.deploy.traces.TracesSettings;
import io.sluice.inference.engine.Engine;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.metrics.Meters;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.stream.InferenceService;
import io.sluice.inference.stream.InferenceSettings;
import io.sluice.inference.stream.Telemetry;
import io.sluice.inference.tracing.AnswerTracer;
import io.sluice.ingest.CameraSpec;
import io.sluice.ingest.CaptureSettings;
import io.sluice.ingest.Ingest;
import io.sluice.ingest.IngestSettings;
import io.sluice.ingest.publish.CaptureTracer;
import io.sluice.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Frames that are followed from a camera to their labels, through a real broker, by a receiver that speaks OTLP. */
final class TracesTest {
    private static final int FRAMES = 5;
    private static final URI NOBODY = URI.create("http://127.0.0.1:1/v1/traces");

    private static EmbeddedBroker broker;

    /** The answers to frames of three cameras: all of one are followed, none of another, and nobody asks for the third's. */
    private static Map<String, List<ConsumerRecord<byte[], byte[]>>> labels;

    private static List<ReceivedSpan> spans;

    @BeforeAll
    static void answerFrames() throws IOException {
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            try (Traces all = traces(receiver.endpoint(), 1);
                    Traces none = traces(receiver.endpoint(), 0)) {
                Map<String, CaptureTracer> cameras =
                        Map.of("gate", all.ofCapture(), "yard", none.ofCapture(), "dock", CaptureTracer.NONE);
                labels = labels("traced", all.ofAnswers(), cameras);
            }
            spans = receiver.spans();
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aFrameIsOneTraceFromItsCaptureToItsLabels() {
        assertThat(labels.get("gate")).hasSize(FRAMES).allSatisfy(TracesTest::requireWholeTrace);
    }

    @Test
    void whatIsNotTracedHasNoHeader() {
        assertThat(labels.get("yard"))
                .hasSize(FRAMES)
                .allMatch(record -> traceparent(record).isEmpty());
        assertThat(labels.get("dock"))
                .hasSize(FRAMES)
                .allMatch(record -> traceparent(record).isEmpty());
        assertThat(spans).extracting(ReceivedSpan::trace).hasSameElementsAs(traces(labels.get("gate")));
    }

    private static List<String> traces(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> traceparent(record).orElseThrow().split("-", -1)[1])
                .toList();
    }

    @Test
    void aReceiverThatIsNotThereDisturbsNoFrame() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("io.sluice.deploy.traces");
        log.start();
        logger.addAppender(log);

        try (Traces lost = traces(NOBODY, 1)) {
            var alone = labels("alone", lost.ofAnswers(), Map.of("gate", lost.ofCapture()));

            assertThat(alone.get("gate"))
                    .hasSize(FRAMES)
                    .allMatch(record -> traceparent(record).isPresent());
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .singleElement()
                .asString()
                .contains("Traces do not reach " + NOBODY + ": no connection. Spans lost that way so far: ");
    }

    private static Traces traces(URI endpoint, double share) {
        return Traces.to(new TracesSettings(endpoint, share, "sluice-test"), InstantSource.system(), System::nanoTime);
    }

    /** What a consumer of labels finds, by camera, of {@value #FRAMES} frames of each. */
    private static Map<String, List<ConsumerRecord<byte[], byte[]>>> labels(
            String prefix, AnswerTracer answers, Map<String, CaptureTracer> cameras) {
        Topics topics = new Topics(prefix);
        CompiledModel model = TinyVit.compiled(ReducerSpec.NONE);
        try (Engine engine = Engine.load(model, EngineOptions.DEFAULT);
                KafkaFrames frames = new KafkaFrames(broker.bootstrapServers(), topics);
                Meters meters = new Meters();
                InferenceService service = service(topics, model, engine, frames, new Telemetry(meters, answers))) {
            service.start();
            cameras.forEach((camera, tracer) -> capture(camera, topics, frames, tracer));
            return frames.records(topics.labels(), cameras.size() * FRAMES, Duration.ofMinutes(1)).stream()
                    .collect(groupingBy(record -> new String(record.key(), UTF_8)));
        }
    }

    private static void capture(String id, Topics topics, KafkaFrames frames, CaptureTracer tracer) {
        CameraSpec camera =
                CameraSpec.parse(id + "=synthetic:shapes?seed=1&fps=20&frames=" + FRAMES, CaptureSettings.DEFAULT);
        try (Ingest ingest = new Ingest(new IngestSettings(topics, List.of(camera)), frames.kafka(), tracer)) {
            ingest.start();
            assertThat(ingest.awaitEnd(Duration.ofMinutes(1))).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static InferenceService service(
            Topics topics, CompiledModel model, Engine engine, KafkaFrames frames, Telemetry telemetry) {
        return new InferenceService(
                InferenceSettings.forCpu(topics, 1),
                new EngineSet(List.of(engine)),
                TinyVit.fixed(model),
                ClassNames.numbered(10),
                topics.prefix(),
                frames.kafka(),
                InstantSource.system(),
                System::nanoTime,
                telemetry);
    }

    private static void requireWholeTrace(ConsumerRecord<byte[], byte[]> record) {
        String[] parts = traceparent(record).orElseThrow().split("-", -1);
        assertThat(parts).hasSize(4).startsWith("00");
        assertThat(Integer.parseInt(parts[3], 16) & 1).as("sampled").isEqualTo(1);
        ReceivedSpan answer = only(parts[2]);
        ReceivedSpan capture = only(answer.parent());

        assertThat(List.of(answer, capture)).extracting(ReceivedSpan::trace).containsOnly(parts[1]);
        assertThat(capture.parent()).isEmpty();
        assertThat(capture.kind()).isEqualTo(4);
        assertThat(capture.service()).isEqualTo("sluice-test");
        assertThat(capture.attributes())
                .containsEntry("sluice.camera", "gate")
                .containsKeys("sluice.session", "sluice.sequence");
        assertThat(answer.kind()).isEqualTo(5);
        assertThat(answer.attributes())
                .containsEntry("sluice.outcome", "LABELLED")
                .containsEntry("sluice.reducer", "none")
                .containsEntry("sluice.precision", "FLOAT32")
                .containsEntry("sluice.batch.size", 1L);
        for (String where :
                List.of("messaging.destination.name", "messaging.destination.partition.id", "messaging.kafka.offset")) {
            assertThat(answer.attributes().get(where))
                    .isNotNull()
                    .isEqualTo(capture.attributes().get(where));
        }
        requireParts(answer);
    }

    private static void requireParts(ReceivedSpan answer) {
        List<ReceivedSpan> parts =
                spans.stream().filter(span -> span.parent().equals(answer.id())).toList();
        assertThat(parts).extracting(ReceivedSpan::name).containsExactly("decode", "queue", "compute");
        long from = answer.startNanos();
        for (ReceivedSpan part : parts) {
            assertThat(part.startNanos()).isGreaterThanOrEqualTo(from);
            from = part.endNanos();
        }
        assertThat(answer.endNanos()).isGreaterThanOrEqualTo(from);
    }

    private static ReceivedSpan only(String id) {
        List<ReceivedSpan> found =
                spans.stream().filter(span -> span.id().equals(id)).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static Optional<String> traceparent(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader("traceparent");
        return Optional.ofNullable(header).map(found -> new String(found.value(), UTF_8));
    }
}
