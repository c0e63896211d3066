package io.sluice.inference.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that are torn, damaged or made to cost: each is refused with a sentence, and the next one is fine. */
class DamagedPicturesTest {
    private static final int RED = 0xff0000;
    private static final int BLUE = 0x0000ff;

    private final DecodedSquare square = new DecodedSquare();

    @AfterEach
    void close() {
        square.close();
    }

    @Test
    void rawPixelsOfTheWrongLengthAreUnreadable() {
        assertThat(DecodedSquare.reason(square.decoder().decodeRgb24(ByteBuffer.allocate(100), 60, 40, square.slot())))
                .isEqualTo("An RGB24 frame of 60 x 40 has 7200 bytes, found 100.");
        assertThat(DecodedSquare.reason(square.decoder().decodeRgb24(ByteBuffer.allocate(0), -1, 40, square.slot())))
                .contains("-1 x 40");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png"})
    void aTornPictureIsUnreadableWhereverItWasTorn(String format) {
        byte[] whole = Pictures.encode(Pictures.detailed(60, 40), format);

        for (int length = 0; length < whole.length; length += 1 + length / 50) {
            assertThat(square.decoder().decode(ByteBuffer.wrap(whole, 0, length), square.slot()))
                    .as("%s of %s bytes", length, whole.length)
                    .isInstanceOf(Decoded.Unreadable.class);
        }
        assertThat(DecodedSquare.reason(
                        square.decoder().decode(ByteBuffer.wrap(whole, 0, whole.length / 2), square.slot())))
                .contains("torn", "do not reach its end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png"})
    void damageNeverEscapesAndTheNextPictureIsFine(String format) {
        byte[] whole = Pictures.encode(Pictures.detailed(60, 40), format);

        for (int at = 0; at < whole.length; at += 1 + at / 40) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) 0x5a;
            square.decode(damaged);
        }
        assertThat(square.decode(whole)).isEqualTo(Decoded.READY);
    }

    @Test
    void bytesThatAreNoPictureAreUnreadable() {
        assertThat(reason("GIF89a, says a camera".getBytes(US_ASCII)))
                .isEqualTo("The frame is neither a JPEG nor a PNG picture: it begins with 47 49 46 38.");
        assertThat(reason(new byte[0])).endsWith("it is empty.");
    }

    @Test
    void aHugeHeaderIsRefusedBeforeAnythingIsDecoded() {
        byte[] png = Pictures.encode(Pictures.halves(60, 40, RED, BLUE), "png");
        ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
        byte[] jpeg = Pictures.encode(Pictures.halves(60, 40, RED, BLUE), "jpg");
        ByteBuffer.wrap(jpeg).putInt(Jpegs.find(jpeg, 0, 0xc0) + 5, (60_000 << 16) | 60_000);

        String reason = "A picture of 60000 x 60000 has more than the 50000000 pixels allowed.";
        assertThat(reason(png)).isEqualTo(reason);
        assertThat(reason(jpeg)).isEqualTo(reason);
    }

    @Test
    void aThinPictureThatWouldGrowHugeIsRefused() {
        assertThat(reason(Pictures.encode(Pictures.halves(40_000, 1, RED, BLUE), "png")))
                .contains("1600000 x 40");
    }

    @Test
    void tooManyBytesAreRefused() {
        byte[] file = Pictures.encode(Pictures.detailed(60, 40), "png");
        try (FrameDecoder strict = new FrameDecoder(DecodedSquare.CROP_32_OF_40, new DecodeLimits(100, 1_000_000))) {
            assertThat(DecodedSquare.reason(strict.decode(ByteBuffer.wrap(file), square.slot())))
                    .isEqualTo("The encoded picture has " + file.length + " bytes, more than the 100 allowed.");
        }
    }

    @Test
    void aJpegOfManyScansIsRefused() {
        byte[] jpeg = Pictures.encode(Pictures.detailed(60, 40), "jpg");
        jpeg[Jpegs.find(jpeg, 0, 0xc0) + 1] = (byte) 0xc2;
        // Refines frequencies 1 to 63 of component 1, on no bytes at all.
        byte[] scan = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 1, 63, 0};
        ByteBuffer manyScans =
                ByteBuffer.allocate(jpeg.length + 100 * scan.length).put(jpeg, 0, jpeg.length - 2);
        for (int i = 0; i < 100; i++) {
            manyScans.put(scan);
        }
        manyScans.put(jpeg, jpeg.length - 2, 2).flip();

        assertThat(DecodedSquare.reason(square.decoder().decode(manyScans, square.slot())))
                .contains("more than the 64 scans");
    }

    @Test
    void aSlotOfAnotherSizeIsAMistakeOfTheCaller() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> square.decoder().decode(ByteBuffer.allocate(0), ByteBuffer.allocate(10)))
                .withMessageContaining("3072");
    }

    @ParameterizedTest
    @CsvSource({
        "PNG, 60, 40, PNG picture of 60 x 40",
        "JPEG, 61, 40, JPEG picture of 61 x 40",
        "JPEG, 60, -40, JPEG picture of 60 x -40",
        "JPEG, 0, 0, JPEG picture of 0 x 0"
    })
    void aPictureThatIsNotWhatWasClaimedIsRefused(PictureFormat format, int width, int height, String said) {
        byte[] file = Pictures.encode(Pictures.halves(60, 40, RED, BLUE), "jpg");
        PictureClaim claim = new PictureClaim(format, width, height);

        assertThat(DecodedSquare.reason(square.decoder().decode(ByteBuffer.wrap(file), claim, square.slot())))
                .contains(said, "holds a JPEG picture of 60 x 40");
    }

    /** As after a lost packet: a camera that sets restart markers makes it visible. */
    @Test
    void aPartThatIsMissingBetweenRestartMarkersIsSeen() {
        byte[] whole = Jpegs.withRestarts(Pictures.detailed(600, 400), 10);
        int second = Jpegs.find(whole, 0, 0xd1);
        int third = Jpegs.find(whole, second, 0xd2);
        int nextRound = Jpegs.find(whole, third, 0xd1);

        assertThat(reason(Jpegs.without(whole, second, third))).contains("damaged", "out of turn");
        assertThat(reason(Jpegs.without(whole, second, nextRound))).contains("of its 94 restart markers");
    }

    /** The first one in turn (d0) as well, where none is due. */
    @ParameterizedTest
    @ValueSource(ints = {0xd0, 0xd3, 0xd7})
    void aMarkerInTheCompressedDataIsSeen(int marker) {
        byte[] whole = Pictures.encode(Pictures.detailed(600, 400), "jpg");
        whole[whole.length / 2] = (byte) 0xff;
        whole[whole.length / 2 + 1] = (byte) marker;

        assertThat(reason(whole)).contains("damaged", "restart marker");
    }

    @ParameterizedTest
    @CsvSource({"ffd0ffd9, true", "ffd0ffffffd9, true", "ffd0ffd1ffd9, false", "ffd000ffd9, false", "ffd1ffd9, false"})
    void oneMarkerMoreIsAllowedAtTheVeryEnd(String end, boolean sound) {
        byte[] whole = Pictures.encode(Pictures.detailed(60, 40), "jpg");
        byte[] tail = HexFormat.of().parseHex(end);
        ByteBuffer changed = ByteBuffer.allocate(whole.length - 2 + tail.length)
                .put(whole, 0, whole.length - 2)
                .put(tail)
                .flip();

        Decoded decoded = square.decoder().decode(changed, square.slot());

        assertThat(decoded instanceof Decoded.Ready).isEqualTo(sound);
    }

    /** 8000 x 6000 pixels on a few hundred bytes: libjpeg would paint them all in grey. */
    @Test
    void aJpegWithTooFewBytesForItsSizeIsRefused() {
        byte[] jpeg = Pictures.encode(Pictures.halves(60, 40, RED, BLUE), "jpg");
        ByteBuffer.wrap(jpeg).putInt(Jpegs.find(jpeg, 0, 0xc0) + 5, 6000 << 16 | 8000);

        assertThat(reason(jpeg)).contains("damaged", "for 1125000 blocks");
    }

    @Test
    void aComponentWithoutAScanIsSeen() {
        byte[] jpeg = Jpegs.progressive(Pictures.detailed(60, 40));
        int scan = Jpegs.find(jpeg, 0, 0xda);
        int next = Jpegs.find(jpeg, scan + 2, 0xda, 0xc4);
        ByteBuffer onlyOne = ByteBuffer.allocate(jpeg.length).put(jpeg, 0, next).putShort((short) 0xffd9);
        onlyOne.put(scan + 4, (byte) 1).flip();

        assertThat(square.decoder().decode(onlyOne, square.slot())).isInstanceOf(Decoded.Unreadable.class);
    }

    @ParameterizedTest
    @CsvSource({"0xc3, SOF3", "0xc9, SOF9", "0xcf, SOF15"})
    void jpegsOfUnusualKindsAreRefused(int kind, String name) {
        byte[] jpeg = Pictures.encode(Pictures.detailed(60, 40), "jpg");
        jpeg[Jpegs.find(jpeg, 0, 0xc0) + 1] = (byte) kind;

        assertThat(reason(jpeg)).contains("(" + name + ")", "expected a baseline or progressive one");
    }

    @Test
    void twelveBitsASampleAreRefused() {
        byte[] jpeg = Pictures.encode(Pictures.detailed(60, 40), "jpg");
        jpeg[Jpegs.find(jpeg, 0, 0xc0) + 4] = 12;

        assertThat(reason(jpeg)).isEqualTo("The JPEG picture has 12 bits a sample: expected 8.");
    }

    @Test
    void fourInksThatNobodyNamesAreRefused() {
        assertThat(reason(Jpegs.fourInks(60, 40, 255, 0, 0, 255))).contains("four components", "Adobe");
    }

    /** 40 million pixels would do, if they were of three colours. */
    @Test
    void fourInksOfTooManyPixelsAreRefused() {
        byte[] jpeg = Jpegs.withAdobe(Jpegs.fourInks(60, 40, 255, 0, 0, 255), 0);
        ByteBuffer.wrap(jpeg).putInt(Jpegs.find(jpeg, 0, 0xc0) + 5, 5000 << 16 | 8000);

        assertThat(reason(jpeg))
                .isEqualTo("A picture of 8000 x 5000 with 4 components has more than the 150000000 samples allowed.");
    }

    @Test
    void headersThatSayNonsenseAreRefused() {
        byte[] sound = Pictures.encode(Pictures.detailed(60, 40), "jpg");
        int frame = Jpegs.find(sound, 0, 0xc0);
        int scan = Jpegs.find(sound, 0, 0xda);

        assertThat(reason(with(sound, frame + 9, 2))).contains("2 components");
        assertThat(reason(with(sound, frame + 11, 0x05))).contains("sampled 0 x 5");
        assertThat(reason(with(sound, scan + 4, 9))).contains("9 components");
        assertThat(reason(with(sound, scan + 5, 77))).contains("component 77");
        assertThat(reason(with(sound, frame + 3, 3))).contains("too short");
    }

    /** Each chunk would be eight million bytes once unpacked; none is given to the decoder. */
    @Test
    void packedTextsAndProfilesAreLeftOut() {
        byte[] file = Pictures.encode(Pictures.halves(60, 40, RED, BLUE), "png");
        byte[] bomb = Pngs.bomb("bomb", 7_900_000);
        for (int i = 0; i < 200; i++) {
            file = Pngs.withChunk(file, i % 2 == 0 ? "zTXt" : "iCCP", bomb);
        }
        long before = Pointer.physicalBytes();

        assertThat(square.decode(file)).isEqualTo(Decoded.READY);

        assertThat(Pointer.physicalBytes() - before).isLessThan(100L << 20);
    }

    @Test
    void aPngWhosePixelsAreDamagedIsRefused() {
        byte[] whole = Pictures.encode(Pictures.detailed(60, 40), "png");

        for (int at = Pngs.HEAD_BYTES; at < whole.length - 12; at += 1 + at / 40) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) 0x5a;
            assertThat(square.decode(damaged)).as("byte %s", at).isInstanceOf(Decoded.Unreadable.class);
        }
    }

    /** A chunk that states four gigabytes would be allocated before it is read. */
    @Test
    void aChunkLongerThanTheFileIsTorn() {
        byte[] png = Pictures.encode(Pictures.detailed(60, 40), "png");
        ByteBuffer.wrap(png).putInt(Pngs.HEAD_BYTES, -1);

        assertThat(reason(png)).contains("torn");
    }

    /** 147 MB of pixels at once; the room for a file of 9 MB when a hundred small ones have come. */
    @Test
    void theMemoryOfALargePictureIsGivenBack() {
        BufferedImage picture = new BufferedImage(7000, 7000, BufferedImage.TYPE_BYTE_BINARY);
        byte[] padded = Arrays.copyOf(Pictures.encode(picture, "png"), 9 << 20);
        byte[] small = Pictures.encode(Pictures.detailed(60, 40), "png");
        square.decode(small);
        long pointers = Pointer.totalBytes();
        long resident = Pointer.physicalBytes();

        assertThat(square.decode(padded)).isEqualTo(Decoded.READY);

        assertThat(Pointer.physicalBytes() - resident).isLessThan(64L << 20);
        assertThat(Pointer.totalBytes() - pointers).isGreaterThan(8 << 20);
        for (int i = 0; i < KeptBytes.PATIENCE; i++) {
            square.decode(small);
        }
        assertThat(Pointer.totalBytes() - pointers).isLessThan(1 << 20);
    }

    /** 3840 x 2160 as raw pixels: 25 MB for each frame. */
    @Test
    void theBufferOfSteadyLargePicturesStays() {
        ByteBuffer raw = ByteBuffer.allocate(3 * 3840 * 2160);
        square.decoder().decodeRgb24(raw, 3840, 2160, square.slot());
        long place = square.decoder().decodedAddress();

        square.decoder().decodeRgb24(raw, 3840, 2160, square.slot());

        assertThat(place).isNotZero();
        assertThat(square.decoder().decodedAddress()).isEqualTo(place);
    }

    private String reason(byte[] file) {
        return DecodedSquare.reason(square.decode(file));
    }

    private static byte[] with(byte[] file, int at, int value) {
        byte[] changed = file.clone();
        changed[at] = (byte) value;
        return changed;
    }
}
