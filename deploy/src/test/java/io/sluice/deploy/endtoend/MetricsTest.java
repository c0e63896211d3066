package io.sluice.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.inference.batch.BatchSettings;
import io.sluice.inference.engine.Engine;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.metrics.Meters;
import io.sluice.inference.metrics.Metric;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.stream.InferenceService;
import io.sluice.inference.stream.InferenceSettings;
import io.sluice.inference.stream.Telemetry;
import io.sluice.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** Scrapes of inference at work, on a real broker. */
final class MetricsTest {
    private static final int FRAMES = 300;

    @Test
    void everyScrapeOfInferenceAtWorkAddsUp() {
        Topics topics = new Topics("metrics");
        CompiledModel model = TinyVit.compiled(ReducerSpec.NONE);
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary());
                Engine engine = Engine.load(model, EngineOptions.DEFAULT);
                KafkaFrames frames = new KafkaFrames(broker.bootstrapServers(), topics);
                Meters meters = new Meters();
                InferenceService service = service(topics, model, engine, frames, meters)) {
            for (int sequence = 0; sequence < FRAMES; sequence++) {
                frames.send("gate", sequence, TinyVit.SIDE);
                frames.send("yard", sequence, TinyVit.SIDE);
            }
            var unused = frames.send(Bytes.wrap(new byte[] {'x'}), Bytes.wrap(new byte[] {1}));
            frames.flush();
            service.start();

            Scrape scrape = new Scrape(meters.scrape());
            while (scrape.sum("sluice_frames_labelled_total") < 2 * FRAMES
                    || scrape.sum("sluice_frames_rejected_total") < 1) {
                scrape = new Scrape(meters.scrape());
                scrape.requireBalance();
            }

            assertThat(scrape.lines("sluice_frames_labelled_total"))
                    .contains(
                            "sluice_frames_labelled_total{camera=\"gate\"} 300.0",
                            "sluice_frames_labelled_total{camera=\"yard\"} 300.0");
            assertThat(scrape.lines("sluice_frames_rejected_total"))
                    .contains("sluice_frames_rejected_total{camera=\"x\",reason=\"record\"} 1.0");
            assertThat(scrape.lines("sluice_operating_point_info"))
                    .singleElement()
                    .asString()
                    .contains("reducer=\"none\"", "precision=\"FLOAT32\"", "provider=\"CPU\"")
                    .endsWith(" 1");
            assertThat(scrape.sum("sluice_frame_age_seconds_count")).isEqualTo(2 * FRAMES);
            assertThat(scrape.families())
                    .isNotEmpty()
                    .allMatch(family -> Metric.table().contains("`" + family + "`"));
            assertThat(scrape.sum("sluice_kafka_streams_threads")).isEqualTo(1);
            assertThat(scrape.sum("sluice_kafka_consumer_records_total")).isGreaterThanOrEqualTo(2 * FRAMES);
        }
    }

    private static InferenceService service(
            Topics topics, CompiledModel model, Engine engine, KafkaFrames frames, Meters meters) {
        return new InferenceService(
                new InferenceSettings(
                        topics,
                        topics.prefix() + "-inference",
                        1,
                        new BatchSettings(2, Duration.ofMillis(2)),
                        4,
                        64,
                        5,
                        Duration.ofMillis(100)),
                new EngineSet(List.of(engine)),
                TinyVit.fixed(model),
                ClassNames.numbered(10),
                "metrics",
                frames.kafka(),
                Clock.systemUTC(),
                System::nanoTime,
                new Telemetry(meters));
    }

    /** One answer of {@code /metrics}. */
    private record Scrape(String text) {
        List<String> lines(String metric) {
            return text.lines()
                    .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
                    .toList();
        }

        double sum(String metric) {
            return lines(metric).stream()
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }

        /** Of Sluice's own. */
        List<String> families() {
            return text.lines()
                    .filter(line -> line.startsWith("# TYPE sluice_"))
                    .map(line -> line.substring("# TYPE ".length(), line.lastIndexOf(' ')))
                    .toList();
        }

        void requireBalance() {
            assertThat(sum("sluice_frames_labelled_total")
                            + sum("sluice_frames_shed_total")
                            + sum("sluice_frames_rejected_total")
                            + sum("sluice_frames_handed_back_total")
                            + sum("sluice_frames_in_flight"))
                    .isEqualTo(sum("sluice_frames_offered_total"));
        }
    }
}
