package io.sluice.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

class AvroCodecTest {
    private static final Instant AT = Instant.parse("2026-11-21T10:15:30.123456Z");

    private final AvroCodec<Frame> frames = new AvroCodec<>(Frame.class);

    private static Frame frame(String camera, int imageBytes) {
        return new Frame(camera, "s1", 7L, AT, 340, 256, ImageEncoding.JPEG, ByteBuffer.wrap(new byte[imageBytes]));
    }

    @Test
    void aFrameComesBackAsItWasToTheMicrosecond() {
        assertThat(frames.decode(frames.encode(frame("gate", 20_000)))).isEqualTo(frame("gate", 20_000));
    }

    @Test
    void labelsComeBackWithTheirNestedRecordsAndNulls() {
        AvroCodec<FrameLabels> labels = new AvroCodec<>(FrameLabels.class);
        FrameLabels labelled = FrameLabels.newBuilder()
                .setCamera("gate")
                .setSession("s1")
                .setSequence(7L)
                .setSource(new RecordPosition("sluice.frames", 3, 99L))
                .setOutcome(Outcome.LABELLED)
                .setLabels(List.of(new Label(817, "sports car", 0.75f)))
                .setQuality(new Quality("deit@0123456789ab", "ppt:r=50", "FLOAT32", 197, 47, 0.8, null))
                .setTimings(new Timings(AT, AT, AT, AT, AT.plus(1, ChronoUnit.MILLIS)))
                .setBatchSize(1)
                .setProvider("CPU")
                .build();

        assertThat(labels.decode(labels.encode(labelled))).isEqualTo(labelled);
    }

    @Test
    void aReportComesBackWithItsMap() {
        AvroCodec<ThroughputReport> reports = new AvroCodec<>(ThroughputReport.class);
        ThroughputReport report = ThroughputReport.newBuilder()
                .setInstance("i1")
                .setAt(AT)
                .setIntervalMillis(1000)
                .setInterval(new FrameCounts(30L, 28L, 2L, 0L, 0L))
                .setTotal(new FrameCounts(300L, 290L, 9L, 0L, 0L))
                .setShedByReason(Map.of("stale", 2L))
                .setInFlight(1)
                .setFramesPerSecond(30)
                .setModel("deit@0123456789ab")
                .setReducer("none")
                .setPrecision("FLOAT32")
                .build();

        assertThat(reports.decode(reports.encode(report))).isEqualTo(report);
    }

    @Test
    void bytesAreSingleObjectEncodingThatAnyAvroLibraryKnows() {
        byte[] bytes = frames.encode(frame("gate", 10));

        assertThat(Arrays.copyOf(bytes, 2)).containsExactly(0xC3, 0x01);
        assertThat(Arrays.copyOfRange(bytes, 2, 10))
                .isEqualTo(ByteBuffer.allocate(8)
                        .putLong(Long.reverseBytes(SchemaNormalization.parsingFingerprint64(Frame.getClassSchema())))
                        .array());
    }

    @Test
    void aRecordThatIsUsedAgainKeepsItsImageBuffer() {
        Frame first = frames.decode(frames.encode(frame("gate", 20_000)));
        ByteBuffer buffer = first.getImage();

        Frame second = frames.decode(frames.encode(frame("yard", 10_000)), first);

        assertThat(second.getImage()).isSameAs(buffer);
        assertThat(second.getImage().remaining()).isEqualTo(10_000);
        assertThat(second).isEqualTo(frame("yard", 10_000));
    }

    @Test
    void foreignBytesAreMalformedWithASentenceThatNamesTheRecord() {
        for (byte[] foreign : List.of(new byte[0], "hello".getBytes(UTF_8), new byte[100])) {
            assertThatThrownBy(() -> frames.decode(foreign))
                    .isInstanceOf(MalformedRecordException.class)
                    .hasMessageContaining("Expected a Frame")
                    .hasMessageContaining(foreign.length + " bytes");
        }
        assertThatThrownBy(() -> frames.decode(null)).isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void anotherKindOfRecordIsMalformed() {
        byte[] letter = new AvroCodec<>(DeadLetter.class)
                .encode(new DeadLetter("sluice.frames", 0, 1L, "gate", AT, 10L, "torn"));

        assertThatThrownBy(() -> frames.decode(letter)).isInstanceOf(MalformedRecordException.class);
    }

    /** A frame whose camera, or whose image, states a length of 1.5 GB that does not follow. */
    @Test
    void aStatedLengthBeyondTheRecordIsMalformedAndNotAllocated() {
        byte[] sound = frames.encode(frame("gate", 20));
        byte[] longCamera = Arrays.copyOf(sound, 64);
        putLength(longCamera, 10);
        byte[] longImage = Arrays.copyOf(sound, sound.length + 4);
        putLength(longImage, sound.length - 21);

        for (byte[] bytes : List.of(longCamera, longImage)) {
            assertThatThrownBy(() -> frames.decode(bytes)).isInstanceOf(MalformedRecordException.class);
        }
    }

    /** 1.5 billion as Avro writes it: zigzag, seven bits a byte. */
    private static void putLength(byte[] bytes, int at) {
        long zigzag = 3_000_000_000L;
        int position = at;
        while (zigzag > 0x7F) {
            bytes[position++] = (byte) (zigzag | 0x80);
            zigzag >>>= 7;
        }
        bytes[position] = (byte) zigzag;
    }

    @Test
    void damagedFramesAreReadOrMalformedButNeverAnythingElse() {
        Random random = new Random(1);
        byte[] sound = frames.encode(frame("gate", 200));
        for (int attempt = 0; attempt < 20_000; attempt++) {
            byte[] damaged = Arrays.copyOf(sound, 10 + random.nextInt(sound.length - 10));
            // Past the fingerprint, so that the damage reaches the decoder.
            for (int flips = random.nextInt(8); flips > 0; flips--) {
                damaged[random.nextInt(10, Math.max(11, damaged.length)) % damaged.length] ^=
                        (byte) (1 << random.nextInt(8));
            }
            decodeOrMalformed(damaged);
        }
    }

    private void decodeOrMalformed(byte[] damaged) {
        try {
            assertThat(frames.decode(damaged)).isNotNull();
        } catch (MalformedRecordException e) {
            assertThat(e).hasMessageContaining("Expected a Frame");
        }
    }
}
