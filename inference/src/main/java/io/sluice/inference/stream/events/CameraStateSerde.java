package io.sluice.inference.stream.events;

import io.sluice.inference.stream.events.Phase.Open;
import io.sluice.inference.stream.events.Phase.Quiet;
import io.sluice.inference.stream.events.Phase.Rising;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * What is remembered of a camera as bytes in the state store and its changelog, some hundred of them. Nobody else reads these, so they
 * are no contract: fields in their order, and {@value #VERSION} in front. Another layout takes another version, and
 * another name of the store ({@link EventTopology}), so that it never meets these bytes.
 */
final class CameraStateSerde implements Serde<CameraState> {
    static final byte VERSION = 1;

    private static final byte QUIET = 0;
    private static final byte RISING = 1;
    private static final byte OPEN = 2;

    @Override
    public Serializer<CameraState> serializer() {
        return (topic, state) -> state == null ? null : bytes(state);
    }

    @Override
    public Deserializer<CameraState> deserializer() {
        return (topic, bytes) -> bytes == null ? null : state(bytes);
    }

    private static byte[] bytes(CameraState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(state.session());
            out.writeLong(state.sequence());
            write(out, state.at());
            out.writeByte(state.tracks().size());
            for (Track track : state.tracks()) {
                write(out, track);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into memory: an id too long for writeUTF, which Evidence lets not pass
        }
        return bytes.toByteArray();
    }

    private static CameraState state(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte version = in.readByte();
            if (version != VERSION) {
                throw new SerializationException(
                        "Expected the state of a camera of version " + VERSION + ", found version " + version + ".");
            }
            return new CameraState(in.readUTF(), in.readLong(), readInstant(in), readTracks(in));
        } catch (IOException e) {
            throw new SerializationException("Expected the state of a camera, found " + bytes.length + " bytes.", e);
        }
    }

    private static List<Track> readTracks(DataInputStream in) throws IOException {
        int count = in.readByte();
        List<Track> tracks = new ArrayList<>(count);
        for (int track = 0; track < count; track++) {
            tracks.add(new Track(new LabelClass(in.readInt(), in.readUTF()), in.readDouble(), readPhase(in)));
        }
        return tracks;
    }

    private static void write(DataOutputStream out, Track track) throws IOException {
        out.writeInt(track.of().index());
        out.writeUTF(track.of().name());
        out.writeDouble(track.score());
        if (track.phase() instanceof Rising rising) {
            out.writeByte(RISING);
            write(out, rising.span());
            out.writeBoolean(rising.aboveSince().isPresent());
            write(out, rising.aboveSince().orElse(Instant.EPOCH));
        } else if (track.phase() instanceof Open open) {
            out.writeByte(OPEN);
            write(out, open.span());
        } else {
            out.writeByte(QUIET);
        }
    }

    private static Phase readPhase(DataInputStream in) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case QUIET -> new Quiet();
            case RISING -> {
                Span span = readSpan(in);
                boolean above = in.readBoolean();
                Instant since = readInstant(in);
                yield new Rising(span, above ? Optional.of(since) : Optional.empty());
            }
            case OPEN -> new Open(readSpan(in));
            default -> throw new IOException("There is no phase " + kind + ".");
        };
    }

    private static void write(DataOutputStream out, Span span) throws IOException {
        out.writeLong(span.sequence());
        write(out, span.start());
        write(out, span.end());
        write(out, span.all());
        write(out, span.supported());
    }

    private static Span readSpan(DataInputStream in) throws IOException {
        return new Span(in.readLong(), readInstant(in), readInstant(in), readTally(in), readTally(in));
    }

    private static void write(DataOutputStream out, Tally tally) throws IOException {
        out.writeLong(tally.frames());
        out.writeDouble(tally.weight());
        out.writeDouble(tally.score());
        out.writeDouble(tally.best());
        out.writeLong(tally.measured());
        out.writeDouble(tally.fidelity());
    }

    private static Tally readTally(DataInputStream in) throws IOException {
        return new Tally(
                in.readLong(), in.readDouble(), in.readDouble(), in.readDouble(), in.readLong(), in.readDouble());
    }

    /** Capture times are whole microseconds. */
    private static void write(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, time));
    }

    private static Instant readInstant(DataInputStream in) throws IOException {
        return Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS);
    }
}
