package io.sluice.deploy.bench.load;

import io.sluice.deploy.OperatorException;
import io.sluice.ingest.pacing.Ticker;
import io.sluice.ingest.publish.FrameCounts;
import io.sluice.ingest.publish.FrameLedger;
import io.sluice.ingest.publish.FramePublisher;
import io.sluice.ingest.publish.Outbox;
import io.sluice.ingest.publish.OverflowPolicy;
import io.sluice.ingest.publish.ProducerSettings;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.CloudEventHeaders;
import io.sluice.schemas.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The cameras of a run: what ingest does from the encoded picture on, with its publisher. A frame is captured at the time at
 * which it was due, whether or not this thread came late to it; nothing here waits for anything but that time.
 */
final class CameraSender implements AutoCloseable {
    /** What a camera may hold while Kafka does not take it: several pauses' worth. Beyond that the run has failed. */
    private static final long CAPACITY_BYTES = 64L << 20;

    private final String topic;
    private final Footage footage;
    private final Ticker ticker;
    private final FramePublisher publisher;
    private final FrameLedger ledger = new FrameLedger();
    private final List<Outbox> outboxes = new ArrayList<>();
    private final AvroCodec<Frame> codec = new AvroCodec<>(Frame.class);

    /**
     * @param topic of frames, which exists
     * @param kafka client properties
     */
    CameraSender(String topic, int cameras, Footage footage, Map<String, Object> kafka, Ticker ticker) {
        this.topic = topic;
        this.footage = footage;
        this.ticker = ticker;
        ProducerSettings settings = new ProducerSettings(kafka, CAPACITY_BYTES);
        publisher = new FramePublisher(settings.newProducer(), topic, ticker);
        IntStream.range(0, cameras)
                .forEach(camera -> outboxes.add(publisher.outbox(ledger, OverflowPolicy.SHED_OLDEST, CAPACITY_BYTES)));
        publisher.start();
    }

    /** The id of a camera. */
    static String id(int camera) {
        return "camera-" + camera;
    }

    /** Sends one frame of a camera now. */
    void send(String session, int camera, long sequence, Instant capturedAt) throws InterruptedException {
        Picture picture = footage.shot(camera, sequence).picture();
        Frame frame = new Frame(
                id(camera),
                session,
                sequence,
                capturedAt,
                picture.width(),
                picture.height(),
                picture.encoding(),
                picture.image().duplicate());
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(topic, null, capturedAt.toEpochMilli(), id(camera), codec.encode(frame));
        new CloudEventHeaders("/sluice/cameras/" + id(camera))
                .addTo(record.headers(), Frame.class, session + "-" + sequence, capturedAt);
        outboxes.get(camera).put(record);
    }

    /**
     * Sends each frame when it is due.
     *
     * @param start when the run begins
     * @param startNanos the same by the ticker
     * @return how late each was handed over, in their order
     */
    List<Duration> play(String session, List<Arrival> arrivals, Instant start, long startNanos)
            throws InterruptedException {
        long[] sequences = new long[outboxes.size()];
        List<Duration> late = new ArrayList<>(arrivals.size());
        for (Arrival arrival : arrivals) {
            long dueNanos = startNanos + arrival.at().toNanos();
            ticker.pause(dueNanos - ticker.nanos());
            send(session, arrival.camera(), sequences[arrival.camera()]++, start.plus(arrival.at()));
            late.add(Duration.ofNanos(Math.max(0, ticker.nanos() - dueNanos)));
        }
        return late;
    }

    /**
     * Looks whether Kafka took every frame: what did not reach it says nothing of the system that is judged.
     *
     * @throws OperatorException where some were given up here
     */
    void requireNoneGivenUp() {
        FrameCounts counts = ledger.counts();
        if (counts.shed() + counts.failed() > 0) {
            throw new OperatorException("The load was not what it should be: Kafka did not take "
                    + (counts.shed() + counts.failed()) + " frames of the cameras.");
        }
    }

    @Override
    public void close() {
        publisher.close();
    }
}
