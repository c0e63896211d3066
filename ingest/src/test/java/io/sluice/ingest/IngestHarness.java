package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ingest.pacing.Ticker;
import io.sluice.ingest.publish.CaptureTracer;
import io.sluice.ingest.source.SourceTimeouts;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.Frame;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** An ingest whose Kafka is in memory and acknowledges at once. */
final class IngestHarness implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final Ingest ingest;

    IngestHarness(SourceTimeouts timeouts, CameraSpec... cameras) {
        this(Ticker.system(), timeouts, cameras);
    }

    IngestHarness(Ticker ticker, SourceTimeouts timeouts, CameraSpec... cameras) {
        IngestSettings settings = new IngestSettings(new Topics("test"), Arrays.asList(cameras), timeouts, 16L << 20);
        ingest = new Ingest(settings, producer, ticker, InstantSource.system(), CaptureTracer.NONE);
    }

    Ingest ingest() {
        return ingest;
    }

    List<ProducerRecord<String, byte[]>> records(String camera) {
        return producer.history().stream()
                .filter(record -> record.key().equals(camera))
                .toList();
    }

    List<Frame> frames(String camera) {
        AvroCodec<Frame> codec = new AvroCodec<>(Frame.class);
        return records(camera).stream()
                .map(record -> codec.decode(record.value()))
                .toList();
    }

    CameraStatus status(String camera) {
        return ingest.status().stream()
                .filter(status -> status.camera().equals(camera))
                .findFirst()
                .orElseThrow();
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Override
    public void close() {
        ingest.close();
    }
}
