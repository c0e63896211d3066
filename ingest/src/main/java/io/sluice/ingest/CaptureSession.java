package io.sluice.ingest;

import io.sluice.ingest.encode.FrameRecords;
import io.sluice.ingest.encode.FrameRecords.FrameId;
import io.sluice.ingest.pacing.FrameSampler;
import io.sluice.ingest.pacing.MediaClock;
import io.sluice.ingest.pacing.Pacing;
import io.sluice.ingest.source.BadPictureException;
import io.sluice.ingest.source.FrameSource;
import io.sluice.ingest.source.SourceException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One opening of a camera: numbers its frames, holds them until they are due and puts them on their way. */
final class CaptureSession {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureSession.class);

    /** So many frames make a connection that works, rather than one that breaks at once each time. */
    private static final long PROVEN_FRAMES = 100;

    private final Camera camera;
    private final FrameRecords records;
    private final FrameSource source;
    private final MediaClock mediaClock;
    private final FrameSampler sampler;
    private final String session;
    private final boolean paced;
    private long sequence;
    private long undecodable;

    CaptureSession(Camera camera, FrameRecords records, FrameSource source) {
        CaptureSettings capture = camera.spec().capture();
        this.camera = camera;
        this.records = records;
        this.source = source;
        mediaClock = new MediaClock(camera.context().ticker(), capture.fps());
        sampler = new FrameSampler(capture.fps());
        session = camera.context().sessionIds().get();
        paced = capture.pacing() == Pacing.MEDIA_CLOCK && !source.live();
    }

    /**
     * Takes the frame to which the source has moved, if it is wanted.
     *
     * @param mediaMicros what {@link FrameSource#advance()} returned
     * @return false at the end
     */
    boolean take(OptionalLong mediaMicros) throws InterruptedException {
        noteUndecodable();
        if (mediaMicros.isPresent() && sampler.wants(mediaMicros.getAsLong())) {
            if (paced) {
                mediaClock.await(mediaMicros.getAsLong());
            }
            capture();
        }
        return mediaMicros.isPresent();
    }

    /** Tells the camera of frames that the source has left out since. */
    void noteUndecodable() {
        long now = source.undecodable();
        if (now != undecodable) {
            camera.undecodable(now - undecodable);
            undecodable = now;
        }
    }

    private void capture() throws InterruptedException {
        Instant capturedAt = camera.context().clock().instant();
        FrameId id = new FrameId(session, sequence++);
        camera.ledger().captured();
        camera.meter().mark(camera.context().ticker().nanos());
        if (sequence == PROVEN_FRAMES) {
            camera.proven();
        }
        Optional<ProducerRecord<String, byte[]>> record = encoded(id, capturedAt);
        if (record.isPresent()) {
            camera.context().tracer().captured(record.get(), id, capturedAt);
            camera.outbox().put(record.get());
        }
    }

    /** The picture that the source has; empty where that cannot be encoded. */
    private Optional<ProducerRecord<String, byte[]>> encoded(FrameId id, Instant capturedAt) {
        ProducerRecord<String, byte[]> record = null;
        long fromNanos = camera.context().ticker().nanos();
        try {
            record = records.record(id, capturedAt, source.picture());
        } catch (BadPictureException e) {
            LOG.warn("Camera '{}': frame {} is left out. {}.", camera.spec().id(), id.sequence(), e.getMessage());
        } finally {
            camera.ledger().encoded(camera.context().ticker().nanos() - fromNanos);
            // Whatever went wrong, and however far up it goes: the frame is accounted for.
            if (record == null) {
                camera.ledger().failed();
            }
        }
        return Optional.ofNullable(record);
    }

    /** The source says that it is at its end: whether that can be so. */
    void requireProperEnd() {
        if (source.live()) {
            throw new SourceException("The stream ended");
        }
        if (sequence == 0) {
            throw new SourceException("It holds no picture");
        }
    }
}
