package io.sluice.deploy.endtoend;

import static io.sluice.deploy.endtoend.HostileFrame.Expected.REJECTED;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.DeadLetter;
import io.sluice.schemas.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Records for the frames topic as nobody wants them, from a seed: bytes, Avro, fields and pictures. */
final class HostileFrames {
    private static final List<String> CAMERAS = List.of("gate", "yard", "dock", "belt");
    private static final int HEADER_BYTES = 10;

    private final Random random;
    private final Instant now;
    private final HostilePictures pictures;
    private final AvroCodec<Frame> codec = new AvroCodec<>(Frame.class);
    private final AvroCodec<DeadLetter> other = new AvroCodec<>(DeadLetter.class);
    private final long[] sequences = new long[CAMERAS.size()];
    private final List<Supplier<HostileFrame>> bytes = List.of(
            this::nothing,
            this::empty,
            this::noise,
            this::truncated,
            this::unknownSchema,
            this::anotherKind,
            this::longLength);
    private final List<Supplier<HostileFrame>> fields = List.of(
            () -> wrong("no camera", frame -> frame.setCamera("")),
            () -> wrong("no session", frame -> frame.setSession("")),
            () -> wrong("another camera", frame -> frame.setCamera("elsewhere")),
            () -> wrong("long camera", frame -> frame.setCamera("c".repeat(1025 + upTo(100_000)))),
            () -> wrong("long session", frame -> frame.setSession("s".repeat(1025 + upTo(100_000)))),
            () -> wrong("negative sequence", frame -> frame.setSequence(-1 - upTo(1000))),
            () -> wrong("year 1", frame -> frame.setCapturedAt(Instant.parse("0001-01-01T00:00:00Z"))),
            () -> wrong("far future", frame -> frame.setCapturedAt(today().plus(Duration.ofDays(40_000)))),
            this::longKey,
            this::noKey);

    HostileFrames(long seed, Instant now) {
        this.random = new Random(seed);
        this.now = now;
        this.pictures = new HostilePictures(random);
    }

    /** The next good frame of some camera, numbered from 0 for each. */
    HostileFrame good() {
        int camera = random.nextInt(CAMERAS.size());
        HostilePicture picture = pictures.good();
        Frame frame = frame(CAMERAS.get(camera), picture)
                .setSequence(sequences[camera]++)
                .build();
        return HostileFrame.of(HostileFrame.GOOD, picture.expected(), key(frame), codec.encode(frame));
    }

    /** One of any kind but good. */
    HostileFrame hostile() {
        int choice = random.nextInt(100);
        if (choice < 15) {
            return any(bytes);
        }
        if (choice < 35) {
            return any(fields);
        }
        return pictured(random.nextInt(200) == 0 ? pictures.large() : pictures.next());
    }

    private Instant today() {
        return now;
    }

    private int upTo(int bound) {
        return random.nextInt(bound);
    }

    private HostileFrame any(List<Supplier<HostileFrame>> kinds) {
        return kinds.get(random.nextInt(kinds.size())).get();
    }

    private String camera() {
        return CAMERAS.get(random.nextInt(CAMERAS.size()));
    }

    private Frame.Builder frame(String camera, HostilePicture picture) {
        return Frame.newBuilder()
                .setCamera(camera)
                .setSession("s1")
                .setSequence(random.nextInt(1_000_000))
                .setCapturedAt(now)
                .setWidth(picture.width())
                .setHeight(picture.height())
                .setEncoding(picture.encoding())
                .setImage(picture.image().duplicate());
    }

    private HostileFrame pictured(HostilePicture picture) {
        Frame frame = frame(camera(), picture).setSession("hostile").build();
        return HostileFrame.of(picture.kind(), picture.expected(), key(frame), codec.encode(frame));
    }

    private HostileFrame wrong(String kind, Consumer<Frame.Builder> mistake) {
        Frame.Builder frame = frame(camera(), pictures.good());
        byte[] key = frame.getCamera().getBytes(UTF_8);
        mistake.accept(frame);
        return HostileFrame.of(kind, REJECTED, key, codec.encode(frame.build()));
    }

    private static byte[] key(Frame frame) {
        return frame.getCamera().getBytes(UTF_8);
    }

    private HostileFrame longKey() {
        byte[] key = new byte[1025 + random.nextInt(200_000)];
        random.nextBytes(key);
        return HostileFrame.of("long key", REJECTED, key, sound());
    }

    private HostileFrame noKey() {
        return HostileFrame.of("no key", REJECTED, null, sound());
    }

    private byte[] sound() {
        return codec.encode(frame(camera(), pictures.good()).build());
    }

    private HostileFrame bytes(String kind, byte[] value) {
        return HostileFrame.of(kind, REJECTED, random.nextInt(4) == 0 ? null : camera().getBytes(UTF_8), value);
    }

    private HostileFrame nothing() {
        return bytes("null", null);
    }

    private HostileFrame empty() {
        return bytes("empty", new byte[0]);
    }

    private HostileFrame noise() {
        byte[] noise = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 900_000 : 1000)];
        random.nextBytes(noise);
        return bytes("noise", noise);
    }

    private HostileFrame truncated() {
        byte[] sound = sound();
        return bytes("truncated Avro", Arrays.copyOf(sound, random.nextInt(sound.length)));
    }

    private HostileFrame unknownSchema() {
        byte[] sound = sound();
        sound[2 + random.nextInt(8)] ^= (byte) (1 + random.nextInt(255));
        return bytes("unknown schema", sound);
    }

    private HostileFrame anotherKind() {
        return bytes(
                "another kind of record",
                other.encode(new DeadLetter("sluice.frames", 0, 1L, "gate", now, 10L, "torn")));
    }

    /** Where the camera's length stands: up to 2 GB that do not follow, or a negative one. */
    private HostileFrame longLength() {
        byte[] sound = sound();
        long zigzag = (1_000_000L + random.nextInt(2_000_000_000)) * 2 - random.nextInt(2);
        for (int at = HEADER_BYTES; at < HEADER_BYTES + 4; at++) {
            sound[at] = (byte) (zigzag | 0x80);
            zigzag >>>= 7;
        }
        sound[HEADER_BYTES + 4] = (byte) (zigzag & 0x7f);
        return bytes("long length", sound);
    }
}
