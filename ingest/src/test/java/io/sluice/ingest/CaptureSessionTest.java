package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ingest.encode.FrameRecords;
import io.sluice.ingest.pacing.Ticker;
import io.sluice.ingest.publish.CaptureTracer;
import io.sluice.ingest.publish.FrameCounts;
import io.sluice.ingest.publish.FrameLedger;
import io.sluice.ingest.publish.FramePublisher;
import io.sluice.ingest.source.FrameSource;
import io.sluice.ingest.source.SourceTimeouts;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

class CaptureSessionTest {
    private final CameraSpec spec = CameraSpec.parse("gate=synthetic:shapes", CaptureSettings.DEFAULT);
    private final CameraContext context = new CameraContext(
            "frames",
            SourceTimeouts.DEFAULT,
            Ticker.system(),
            InstantSource.system(),
            () -> "session",
            new Random(7),
            CaptureTracer.NONE);
    private final FrameLedger ledger = new FrameLedger();

    @Test
    void aFrameThatAnInternalErrorStopsHasFailed() {
        try (FramePublisher publisher = new FramePublisher(
                        new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()),
                        "frames",
                        context.ticker());
                FrameRecords records = new FrameRecords("frames", "gate", 90);
                FrameSource source = new Broken()) {
            Camera camera = new Camera(
                    spec,
                    context,
                    () -> source,
                    publisher.outbox(ledger, spec.capture().overflow(), 1 << 20),
                    ledger);
            CaptureSession session = new CaptureSession(camera, records, source);

            assertThatThrownBy(() -> session.take(OptionalLong.of(0))).hasMessage("out of order");
        }

        assertThat(ledger.counts()).isEqualTo(new FrameCounts(1, 0, 0, 1));
    }

    /** Has a frame and cannot hand out its picture. */
    private static final class Broken implements FrameSource {
        @Override
        public void open() {
            // Nothing to connect to.
        }

        @Override
        public boolean live() {
            return false;
        }

        @Override
        public OptionalLong advance() {
            return OptionalLong.of(0);
        }

        @Override
        public Mat picture() {
            throw new IllegalStateException("out of order");
        }

        @Override
        public void interrupt() {
            // Never blocks.
        }

        @Override
        public void close() {
            // Nothing to free.
        }
    }
}
