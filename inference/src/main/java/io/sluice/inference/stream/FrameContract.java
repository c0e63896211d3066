package io.sluice.inference.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schemas.Frame;
import io.sluice.schemas.MalformedRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/** What a record of the frames topic must be besides decodable, before its picture is looked at. */
final class FrameContract {
    /** Bytes of a record key and characters of a camera or session id: far more than either needs. */
    static final int LONGEST_NAME = 1024;

    /** A camera's clock may be wrong, a topic old; a year 1 is no time of capture. */
    private static final Duration FARTHEST = Duration.ofDays(36_500);

    private FrameContract() {}

    /**
     * Sees to it that an answer can repeat what the record says of itself: a foreign record of megabytes must not make an
     * answer that Kafka refuses, nor one of the year 1 an age that overflows.
     *
     * @throws MalformedRecordException naming what is too long or too far
     */
    static void requireRepeatable(Bytes key, Frame frame, Instant now) {
        requireShort("record key", key == null ? 0 : key.get().length);
        requireShort("camera id", frame.getCamera().length());
        requireShort("session id", frame.getSession().length());
        if (Duration.between(frame.getCapturedAt(), now).abs().compareTo(FARTHEST) > 0) {
            throw new MalformedRecordException("Expected a time of capture within " + FARTHEST.toDays()
                    + " days of now, " + now + ", found " + frame.getCapturedAt() + ".");
        }
    }

    private static void requireShort(String what, int length) {
        if (length > LONGEST_NAME) {
            throw new MalformedRecordException(
                    "Expected a " + what + " of at most " + LONGEST_NAME + " bytes, found " + length + ".");
        }
    }

    /** One sentence on what the schema's words forbid; empty when all is well. */
    static Optional<String> violation(Bytes key, Frame frame) {
        if (frame.getCamera().isEmpty() || frame.getSession().isEmpty()) {
            return Optional.of("Expected a frame with a camera id and a session id, found '" + frame.getCamera()
                    + "' and '" + frame.getSession() + "'.");
        }
        if (frame.getSequence() < 0) {
            return Optional.of("Expected a sequence number of 0 or more, found " + frame.getSequence() + ".");
        }
        return keyViolation(key, frame.getCamera());
    }

    /** Kafka keeps the order of records with equal keys only. */
    private static Optional<String> keyViolation(Bytes key, String camera) {
        if (key != null && Arrays.equals(key.get(), camera.getBytes(UTF_8))) {
            return Optional.empty();
        }
        String found = key == null ? "no key" : "'" + new String(key.get(), UTF_8) + "'";
        return Optional.of("Expected the camera id '" + camera + "' as the record key, found " + found + ".");
    }

    /** As much of a key as an answer repeats. */
    static Bytes bounded(Bytes key) {
        return key == null || key.get().length <= LONGEST_NAME
                ? key
                : Bytes.wrap(Arrays.copyOf(key.get(), LONGEST_NAME));
    }

    /** The camera of a record that is no frame, as far as its key tells. */
    static String cameraOf(Bytes key) {
        return key == null ? "" : new String(bounded(key).get(), UTF_8);
    }
}
