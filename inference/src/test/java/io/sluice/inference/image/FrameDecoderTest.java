package io.sluice.inference.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.inference.model.Fit;
import io.sluice.inference.model.Interpolation;
import io.sluice.inference.model.Preprocessing;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private static final int SIZE = 32;
    private static final int RED = 0xff0000;
    private static final int BLUE = 0x0000ff;
    private static final Preprocessing CROP_32_OF_40 = preprocessing(40, SIZE, Interpolation.BICUBIC);

    private final FrameDecoder decoder = new FrameDecoder(CROP_32_OF_40, DecodeLimits.DEFAULT);
    private final ByteBuffer slot = ByteBuffer.allocateDirect(3 * SIZE * SIZE);

    private static Preprocessing preprocessing(int resize, int size, Interpolation interpolation) {
        return new Preprocessing(
                Fit.SHORT_SIDE, resize, size, interpolation, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_STD);
    }

    @AfterEach
    void close() {
        decoder.close();
    }

    @Test
    void aPictureOfTheRightSizeIsOnlyCropped() {
        BufferedImage picture = Pictures.detailed(60, 40);

        Decoded decoded = decode(Pictures.encode(picture, "png"));

        assertThat(decoded).isEqualTo(Decoded.READY);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                assertThat(pixel(x, y)).isEqualTo(picture.getRGB(x + 14, y + 4) & 0xffffff);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png"})
    void coloursComeAsRedGreenBlue(String format) {
        decode(Pictures.encode(Pictures.halves(120, 80, RED, BLUE), format));

        assertColour(pixel(4, 16), Color.RED);
        assertColour(pixel(28, 16), Color.BLUE);
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void picturesAreShrunkAndEnlargedByEachKernel(Interpolation interpolation) {
        try (FrameDecoder any = new FrameDecoder(preprocessing(40, SIZE, interpolation), DecodeLimits.DEFAULT)) {
            for (int shortSide : new int[] {13, 39, 41, 97, 400, 1333}) {
                byte[] file = Pictures.encode(Pictures.halves(shortSide * 3 / 2, shortSide, RED, BLUE), "png");

                assertThat(any.decode(ByteBuffer.wrap(file), slot)).isEqualTo(Decoded.READY);
                assertColour(pixel(2, 2), Color.RED);
                assertColour(pixel(29, 29), Color.BLUE);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"400, 100", "100, 400", "300, 20", "2000, 1100"})
    void aStretchedPictureIsSeenToItsEnds(int width, int height) {
        Preprocessing stretched = new Preprocessing(
                Fit.STRETCH,
                SIZE,
                SIZE,
                Interpolation.BILINEAR,
                Preprocessing.IMAGENET_MEAN,
                Preprocessing.IMAGENET_STD);
        BufferedImage picture = Pictures.halves(width, height, RED, RED);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(Color.BLUE);
        pen.fillRect(0, 0, width / 8, height);
        pen.dispose();

        try (FrameDecoder any = new FrameDecoder(stretched, DecodeLimits.DEFAULT)) {
            assertThat(any.decode(ByteBuffer.wrap(Pictures.encode(picture, "jpg")), slot))
                    .isEqualTo(Decoded.READY);
        }

        for (int y : new int[] {1, 16, 30}) {
            assertColour(pixel(1, y), Color.BLUE);
            assertColour(pixel(6, y), Color.RED);
            assertColour(pixel(30, y), Color.RED);
        }
    }

    @Test
    void shrinkingDoesNotAlias() {
        BufferedImage stripes = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 300; x += 2) {
                stripes.setRGB(x, y, 0xffffff);
            }
        }

        decode(Pictures.encode(stripes, "png"));

        for (int x = 0; x < SIZE; x++) {
            assertThat(pixel(x, 16) & 0xff).isCloseTo(128, Offset.offset(8));
        }
    }

    /** 1193 x 800 leaves 59.65 columns, of which 59 count; decoded at an eighth it would be 150 x 100, that is 60. */
    @Test
    void aLargeJpegIsFramedByItsFullSize() {
        BufferedImage picture = Pictures.halves(1193, 800, RED, BLUE);

        decode(Pictures.encode(picture, "jpg"));
        int[] reduced = IntStream.range(0, SIZE).map(x -> pixel(x, 16)).toArray();
        decode(Pictures.encode(picture, "png"));

        for (int x = 0; x < SIZE; x++) {
            assertThat(reduced[x] & 0xff).isCloseTo(pixel(x, 16) & 0xff, Offset.offset(40));
        }
    }

    @Test
    void aLargeJpegIsDecodedReducedAndStillInPlace() {
        decode(Pictures.encode(Pictures.halves(1200, 800, RED, BLUE), "jpg"));

        assertColour(pixel(14, 16), Color.RED);
        assertColour(pixel(17, 16), Color.BLUE);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_BYTE_BINARY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_4BYTE_ABGR
            })
    void otherKindsOfPngBecomeEightBitColour(int type) {
        BufferedImage picture = new BufferedImage(60, 40, type);
        for (int y = 0; y < 40; y++) {
            for (int x = 30; x < 60; x++) {
                picture.setRGB(x, y, 0xffffffff);
            }
        }

        assertThat(decode(Pictures.encode(picture, "png"))).isEqualTo(Decoded.READY);
        assertColour(pixel(2, 16), Color.BLACK);
        assertColour(pixel(29, 16), Color.WHITE);
    }

    @Test
    void aPaletteKeepsItsColours() {
        byte[] reds = {0, (byte) 255};
        byte[] blues = {(byte) 255, 0};
        IndexColorModel palette = new IndexColorModel(1, 2, reds, new byte[2], blues);
        BufferedImage picture = new BufferedImage(60, 40, BufferedImage.TYPE_BYTE_BINARY, palette);

        decode(Pictures.encode(picture, "png"));

        assertColour(pixel(0, 0), Color.BLUE);
    }

    @Test
    void aGreyJpegBecomesColour() {
        BufferedImage grey = new BufferedImage(60, 40, BufferedImage.TYPE_BYTE_GRAY);
        grey.createGraphics().drawImage(Pictures.halves(60, 40, 0x808080, 0x808080), 0, 0, null);

        assertThat(decode(Pictures.encode(grey, "jpg"))).isEqualTo(Decoded.READY);
        int grey0 = pixel(0, 0);
        assertThat(grey0 >> 16).isEqualTo((grey0 >> 8) & 0xff).isEqualTo(grey0 & 0xff);
    }

    @Test
    void exifOrientationIsApplied() {
        byte[] plain = Pictures.encode(Pictures.halves(60, 40, RED, BLUE), "jpg");
        // APP1 "Exif", little-endian TIFF, one entry: orientation (0x0112) 6, the camera was turned a quarter
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'I',
            'I',
            42,
            0,
            8,
            0,
            0,
            0,
            1,
            0,
            0x12,
            1,
            3,
            0,
            1,
            0,
            0,
            0,
            6,
            0,
            0,
            0,
            0,
            0,
            0,
            0
        };
        ByteBuffer turned = ByteBuffer.allocate(plain.length + exif.length)
                .put(plain, 0, 2)
                .put(exif)
                .put(plain, 2, plain.length - 2)
                .flip();

        assertThat(decoder.decode(turned, slot)).isEqualTo(Decoded.READY);
        assertColour(pixel(16, 2), Color.RED);
        assertColour(pixel(16, 29), Color.BLUE);
    }

    @Test
    void bytesAreTakenFromPositionToLimitOfAnyBufferWhichIsLeftAsItIs() {
        byte[] file = Pictures.encode(Pictures.halves(60, 40, RED, BLUE), "png");
        ByteBuffer direct = ByteBuffer.allocateDirect(file.length + 20);
        direct.position(7);
        direct.put(file).flip().position(7);

        assertThat(decoder.decode(direct.asReadOnlyBuffer(), slot)).isEqualTo(Decoded.READY);
        assertThat(decoder.decode(direct, slot)).isEqualTo(Decoded.READY);
        assertThat(direct.position()).isEqualTo(7);
        assertThat(slot.position()).isZero();
        assertColour(pixel(2, 2), Color.RED);
    }

    @Test
    void rawPixelsAreTakenAsTheyAre() {
        ByteBuffer raw = ByteBuffer.allocate(3 * 60 * 40);
        while (raw.hasRemaining()) {
            raw.put((byte) 1).put((byte) 2).put((byte) 3);
        }

        assertThat(decoder.decodeRgb24(raw.flip(), 60, 40, slot)).isEqualTo(Decoded.READY);
        assertThat(pixel(5, 5)).isEqualTo(0x010203);
    }

    @Test
    void rawPixelsOfTheWrongLengthAreUnreadable() {
        assertThat(reason(decoder.decodeRgb24(ByteBuffer.allocate(100), 60, 40, slot)))
                .isEqualTo("An RGB24 frame of 60 x 40 has 7200 bytes, found 100.");
        assertThat(reason(decoder.decodeRgb24(ByteBuffer.allocate(0), -1, 40, slot)))
                .contains("-1 x 40");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png"})
    void aTornPictureIsUnreadableWhereverItWasTorn(String format) {
        byte[] whole = Pictures.encode(Pictures.detailed(60, 40), format);

        for (int length = 0; length < whole.length; length += 1 + length / 50) {
            assertThat(decoder.decode(ByteBuffer.wrap(whole, 0, length), slot))
                    .as("%s of %s bytes", length, whole.length)
                    .isInstanceOf(Decoded.Unreadable.class);
        }
        assertThat(reason(decoder.decode(ByteBuffer.wrap(whole, 0, whole.length / 2), slot)))
                .contains("torn", "do not reach its end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png"})
    void damageNeverEscapesAndTheNextPictureIsFine(String format) {
        byte[] whole = Pictures.encode(Pictures.detailed(60, 40), format);

        for (int at = 0; at < whole.length; at += 1 + at / 40) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) 0x5a;
            decode(damaged);
        }
        assertThat(decode(whole)).isEqualTo(Decoded.READY);
    }

    @Test
    void bytesThatAreNoPictureAreUnreadable() {
        assertThat(reason(decode("GIF89a, says a camera".getBytes(java.nio.charset.StandardCharsets.US_ASCII))))
                .isEqualTo("The frame is neither a JPEG nor a PNG picture: it begins with 47 49 46 38.");
        assertThat(reason(decode(new byte[0]))).endsWith("it is empty.");
    }

    @Test
    void aHugeHeaderIsRefusedBeforeAnythingIsDecoded() {
        byte[] png = Pictures.encode(Pictures.halves(60, 40, RED, BLUE), "png");
        ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
        byte[] jpeg = Pictures.encode(Pictures.halves(60, 40, RED, BLUE), "jpg");
        ByteBuffer.wrap(jpeg).putInt(startOfFrame(jpeg) + 5, (60_000 << 16) | 60_000);

        String reason = "A picture of 60000 x 60000 has more than the 50000000 pixels allowed.";
        assertThat(reason(decode(png))).isEqualTo(reason);
        assertThat(reason(decode(jpeg))).isEqualTo(reason);
    }

    @Test
    void aThinPictureThatWouldGrowHugeIsRefused() {
        assertThat(reason(decode(Pictures.encode(Pictures.halves(40_000, 1, RED, BLUE), "png"))))
                .contains("1600000 x 40");
    }

    @Test
    void tooManyBytesAreRefused() {
        byte[] file = Pictures.encode(Pictures.detailed(60, 40), "png");
        try (FrameDecoder strict = new FrameDecoder(CROP_32_OF_40, new DecodeLimits(100, 1_000_000))) {
            assertThat(reason(strict.decode(ByteBuffer.wrap(file), slot)))
                    .isEqualTo("The encoded picture has " + file.length + " bytes, more than the 100 allowed.");
        }
    }

    @Test
    void aJpegOfManyScansIsRefused() {
        byte[] jpeg = Pictures.encode(Pictures.detailed(60, 40), "jpg");
        jpeg[startOfFrame(jpeg) + 1] = (byte) 0xc2;
        ByteBuffer manyScans = ByteBuffer.allocate(jpeg.length + 400).put(jpeg, 0, jpeg.length - 2);
        for (int i = 0; i < 100; i++) {
            manyScans.putInt(0xffda0002);
        }
        manyScans.put(jpeg, jpeg.length - 2, 2).flip();

        assertThat(reason(decoder.decode(manyScans, slot))).contains("more than the 64 scans");
    }

    @Test
    void aSlotOfAnotherSizeIsAMistakeOfTheCaller() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decoder.decode(ByteBuffer.allocate(0), ByteBuffer.allocate(10)))
                .withMessageContaining("3072");
    }

    @Test
    void photographsComeOutAsAnotherDecoderSeesThem() throws IOException {
        Path images = Path.of(System.getProperty("sluice.testdata", "../shared"), "images");
        assumeTrue(Files.isDirectory(images), "no photographs at " + images);
        try (var files = Files.list(images);
                FrameDecoder model = new FrameDecoder(Preprocessing.imageNet(224), DecodeLimits.DEFAULT)) {
            ByteBuffer square = ByteBuffer.allocateDirect(3 * 224 * 224);
            for (Path file : files.sorted().limit(20).toList()) {
                BufferedImage photograph = ImageIO.read(file.toFile());

                Decoded decoded = model.decode(ByteBuffer.wrap(Files.readAllBytes(file)), square);

                assertThat(decoded).as(file.toString()).isEqualTo(Decoded.READY);
                if (Math.min(photograph.getWidth(), photograph.getHeight()) == 256) {
                    assertThat(meanDifference(photograph, square))
                            .as(file.toString())
                            .isLessThan(2);
                }
            }
        }
    }

    private static double meanDifference(BufferedImage photograph, ByteBuffer square) {
        int left = (int) Math.rint((photograph.getWidth() - 224) / 2.0);
        int top = (int) Math.rint((photograph.getHeight() - 224) / 2.0);
        long sum = 0;
        for (int y = 0; y < 224; y++) {
            for (int x = 0; x < 224; x++) {
                int expected = photograph.getRGB(left + x, top + y);
                int found = Pictures.pixel(square, 224, x, y);
                for (int shift : List.of(0, 8, 16)) {
                    sum += Math.abs(((expected >> shift) & 0xff) - ((found >> shift) & 0xff));
                }
            }
        }
        return sum / (3.0 * 224 * 224);
    }

    private Decoded decode(byte[] file) {
        return decoder.decode(ByteBuffer.wrap(file), slot);
    }

    private static String reason(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Unreadable.class);
        return ((Decoded.Unreadable) decoded).reason();
    }

    private static int startOfFrame(byte[] jpeg) {
        int at = 0;
        while (jpeg[at] != (byte) 0xff || jpeg[at + 1] != (byte) 0xc0) {
            at++;
        }
        return at;
    }

    private int pixel(int x, int y) {
        return Pictures.pixel(slot, SIZE, x, y);
    }

    private static void assertColour(int found, Color expected) {
        Offset<Integer> near = Offset.offset(12);
        assertThat(found >> 16).isCloseTo(expected.getRed(), near);
        assertThat((found >> 8) & 0xff).isCloseTo(expected.getGreen(), near);
        assertThat(found & 0xff).isCloseTo(expected.getBlue(), near);
    }
}
