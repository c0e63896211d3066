package io.sluice.ingest;

import io.sluice.ingest.pacing.Ticker;
import io.sluice.ingest.publish.BrokerStatus;
import io.sluice.ingest.publish.CaptureTracer;
import io.sluice.ingest.publish.FrameLedger;
import io.sluice.ingest.publish.FramePublisher;
import io.sluice.ingest.publish.Outbox;
import io.sluice.ingest.publish.ProducerSettings;
import io.sluice.ingest.publish.PublishException;
import io.sluice.ingest.publish.Refusals;
import io.sluice.ingest.source.FrameSource;
import io.sluice.ingest.source.SourceFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/**
 * Takes the frames of many cameras to Kafka. Each camera has a thread of its own; one that fails, hangs or is slow
 * touches no other. Safe for use from many threads.
 *
 * <p>For each camera, at every moment: {@code captured = published + shed + failed + inFlight}.
 */
public final class Ingest implements AutoCloseable {
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(200);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final Ticker ticker;
    private final Duration openTimeout;
    private final FramePublisher publisher;
    private final List<Camera> cameras;
    private final Thread watchdog = new Thread(this::watch, "sluice-ingest-watchdog");

    /**
     * An ingest that does nothing before {@link #start()}.
     *
     * @param kafkaProperties of the producer: {@code bootstrap.servers}, security, tuning
     * @throws IngestException if a property contradicts what ingest promises, or is no valid one
     */
    public Ingest(IngestSettings settings, Map<String, Object> kafkaProperties) {
        this(settings, kafkaProperties, CaptureTracer.NONE);
    }

    /** The same; {@code tracer} is told of every frame. */
    public Ingest(IngestSettings settings, Map<String, Object> kafkaProperties, CaptureTracer tracer) {
        this(settings, producer(settings, kafkaProperties), Ticker.system(), InstantSource.system(), tracer);
    }

    /** With any producer, which is owned from here on, and any time. */
    Ingest(
            IngestSettings settings,
            Producer<String, byte[]> producer,
            Ticker ticker,
            InstantSource clock,
            CaptureTracer tracer) {
        this.ticker = ticker;
        openTimeout = settings.timeouts().open();
        String topic = settings.topics().frames();
        publisher = new FramePublisher(producer, topic, ticker, tracer);
        CameraContext context = new CameraContext(
                topic,
                settings.timeouts(),
                ticker,
                clock,
                () -> UUID.randomUUID().toString(),
                new Random(),
                tracer);
        cameras = settings.cameras().stream()
                .map(spec -> camera(spec, context, settings.bufferBytesPerCamera()))
                .toList();
        watchdog.setDaemon(true);
    }

    private static Producer<String, byte[]> producer(IngestSettings settings, Map<String, Object> kafkaProperties) {
        long bufferBytes = settings.bufferBytesPerCamera() * settings.cameras().size();
        try {
            return new ProducerSettings(kafkaProperties, bufferBytes).newProducer();
        } catch (PublishException e) {
            throw new IngestException(e.getMessage(), e);
        }
    }

    private Camera camera(CameraSpec spec, CameraContext context, long bufferBytes) {
        CaptureSettings capture = spec.capture();
        SourceFactory factory =
                new SourceFactory(context.timeouts(), capture.shortSide(), capture.imagesPerSecond(), capture.atEnd());
        Supplier<FrameSource> sources = () -> factory.create(spec.uri());
        FrameLedger ledger = new FrameLedger();
        Outbox outbox = publisher.outbox(ledger, capture.overflow(), bufferBytes);
        return new Camera(spec, context, sources, outbox, ledger);
    }

    /**
     * Opens and closes every file and directory, to find out before anything is published. Streams and devices are not
     * tried: they may appear later.
     *
     * @throws IngestException naming every camera that cannot be opened
     */
    public void check() {
        new LocalSourceCheck(openTimeout).check(cameras);
    }

    /**
     * Checks, then starts all cameras. Does not wait for Kafka; see {@link #broker()}.
     *
     * @throws IngestException as {@link #check()}; nothing has started then
     */
    public void start() {
        check();
        publisher.start();
        cameras.forEach(Camera::start);
        watchdog.start();
    }

    private void watch() {
        try {
            while (true) {
                ticker.pause(WATCH_INTERVAL.toNanos());
                cameras.forEach(Camera::watch);
                publisher.status();
            }
        } catch (InterruptedException e) {
            // close() needs it no longer.
        }
    }

    /** How every camera is, in the order of the settings. */
    public List<CameraStatus> status() {
        return cameras.stream().map(Camera::status).toList();
    }

    /** How Kafka is. */
    public BrokerStatus broker() {
        return publisher.status();
    }

    /** The frames that Kafka has turned down so far; they count as failed. */
    public Refusals refusals() {
        return publisher.refusals();
    }

    /**
     * Waits until every camera has ended or failed for good and the fate of its frames is known. A stream, a device and
     * a looped file never end.
     *
     * @return whether that was so before the time was over
     */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        long endNanos = ticker.nanos() + timeout.toNanos();
        return awaitCameras(timeout) && publisher.awaitEmpty(Duration.ofNanos(endNanos - ticker.nanos()));
    }

    private boolean awaitCameras(Duration timeout) throws InterruptedException {
        long endNanos = ticker.nanos() + timeout.toNanos();
        for (Camera camera : cameras) {
            if (!camera.awaitOver(endNanos - ticker.nanos())) {
                return false;
            }
        }
        return true;
    }

    /** Stops all cameras and sends what they have captured; takes at most about fifteen seconds. */
    @Override
    public void close() {
        cameras.forEach(Camera::stop);
        boolean interrupted = false;
        try {
            awaitCameras(STOP_TIMEOUT);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        watchdog.interrupt();
        publisher.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
