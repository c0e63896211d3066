package io.sluice.ingest;

import static io.sluice.ingest.IngestHarness.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sluice.ingest.pacing.HandTicker;
import io.sluice.ingest.pacing.Ticker;
import io.sluice.ingest.publish.CaptureTracer;
import io.sluice.ingest.publish.FrameLedger;
import io.sluice.ingest.publish.FramePublisher;
import io.sluice.ingest.publish.OverflowPolicy;
import io.sluice.ingest.source.AtEnd;
import io.sluice.ingest.source.FrameSource;
import io.sluice.ingest.source.SourceException;
import io.sluice.ingest.source.SourceFactory;
import io.sluice.ingest.source.SourceTimeouts;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls into native code that come back neither in time nor when interrupted. */
class HungCameraTest {
    private final HandTicker ticker = new HandTicker();
    private final FramePublisher publisher = new FramePublisher(new MockProducer<>(), "frames", Ticker.system());
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger opening = new AtomicInteger();
    private final AtomicInteger interrupts = new AtomicInteger();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        release.countDown();
        publisher.close();
    }

    @Test
    void aHungThreadIsLeftBehindAndReplacedButNotWithoutEnd() {
        Camera camera = camera("tcp://127.0.0.1:9", Stubborn::new);
        camera.start();

        for (int attempt = 1; attempt <= Camera.MAX_HUNG_THREADS; attempt++) {
            int expected = attempt;
            await("attempt " + attempt, () -> opening.get() == expected);
            outlast(camera);
            assertThat(interrupts.get()).isEqualTo(attempt);
        }
        camera.watch();
        int openedWhileAllHang = opening.get();
        String message = camera.status().message();
        release.countDown();
        await("one comes back and is replaced", () -> {
            camera.watch();
            return opening.get() > openedWhileAllHang;
        });
        camera.stop();

        assertThat(openedWhileAllHang).isEqualTo(Camera.MAX_HUNG_THREADS);
        assertThat(message).contains("3 times by now; waiting for one to return");
    }

    @Test
    void aFileThatHangsInsideFfmpegFailsItsCamera() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .as("mkfifo")
                .isZero();
        SourceFactory factory = new SourceFactory(SourceTimeouts.DEFAULT, 256, 5, AtEnd.STOP);
        CameraSpec spec = CameraSpec.of("pipe", pipe.toString(), CaptureSettings.DEFAULT);
        Camera camera = camera(pipe.toString(), () -> counted(factory.create(spec.uri())));
        camera.start();
        await("FFmpeg waits for a writer", () -> opening.get() == 1);

        outlast(camera);

        assertThat(camera.status().state()).isEqualTo(CameraState.FAILED);
        assertThat(camera.status().message()).isEqualTo("A call into FFmpeg hangs and cannot be interrupted.");
        try (OutputStream writer = Files.newOutputStream(pipe)) {
            writer.flush(); // lets FFmpeg, and with it the thread, go
        }
    }

    private void outlast(Camera camera) {
        await("the call is watched", () -> {
            ticker.pass(SourceTimeouts.DEFAULT.open());
            int before = interrupts.get();
            camera.watch();
            return interrupts.get() > before;
        });
        ticker.pass(CallGuard.GRACE);
        camera.watch();
    }

    private Camera camera(String uri, Supplier<FrameSource> sources) {
        CameraSpec spec = CameraSpec.of("camera", uri, CaptureSettings.DEFAULT);
        CameraContext context = new CameraContext(
                "frames",
                SourceTimeouts.DEFAULT,
                ticker,
                InstantSource.system(),
                () -> "session",
                new Random(1),
                CaptureTracer.NONE);
        FrameLedger ledger = new FrameLedger();
        return new Camera(spec, context, sources, publisher.outbox(ledger, OverflowPolicy.BLOCK, 1 << 20), ledger);
    }

    private FrameSource counted(FrameSource source) {
        return new FrameSource() {
            @Override
            public void open() {
                opening.incrementAndGet();
                source.open();
            }

            @Override
            public boolean live() {
                return source.live();
            }

            @Override
            public OptionalLong advance() {
                return source.advance();
            }

            @Override
            public Mat picture() {
                return source.picture();
            }

            @Override
            public void interrupt() {
                interrupts.incrementAndGet();
                source.interrupt();
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }

    /** Blocks when opened, whatever anybody does, until the test lets it go. */
    private final class Stubborn implements FrameSource {
        @Override
        public void open() {
            opening.incrementAndGet();
            boolean released = false;
            while (!released) {
                try {
                    release.await();
                    released = true;
                } catch (InterruptedException e) {
                    // as deaf as native code
                }
            }
            throw new SourceException("Released");
        }

        @Override
        public boolean live() {
            return true;
        }

        @Override
        public OptionalLong advance() {
            return OptionalLong.empty();
        }

        @Override
        public Mat picture() {
            throw new IllegalStateException("expected never to be asked");
        }

        @Override
        public void interrupt() {
            interrupts.incrementAndGet();
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
