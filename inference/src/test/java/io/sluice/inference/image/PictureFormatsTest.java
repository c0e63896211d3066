package io.sluice.inference.image;

import static org.assertj.core.api.Assertions.assertThat;
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

/** What becomes of pictures as they should be, of every kind that is decoded. */
class PictureFormatsTest {
    private static final int RED = 0xff0000;
    private static final int BLUE = 0x0000ff;

    private final DecodedSquare square = new DecodedSquare();

    @AfterEach
    void close() {
        square.close();
    }

    @Test
    void aPictureOfTheRightSizeIsOnlyCropped() {
        BufferedImage picture = Pictures.detailed(60, 40);

        Decoded decoded = square.decode(Pictures.encode(picture, "png"));

        assertThat(decoded).isEqualTo(Decoded.READY);
        for (int y = 0; y < DecodedSquare.SIZE; y++) {
            for (int x = 0; x < DecodedSquare.SIZE; x++) {
                assertThat(square.pixel(x, y)).isEqualTo(picture.getRGB(x + 14, y + 4) & 0xffffff);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png"})
    void coloursComeAsRedGreenBlue(String format) {
        square.decode(Pictures.encode(Pictures.halves(120, 80, RED, BLUE), format));

        DecodedSquare.assertColour(square.pixel(4, 16), Color.RED);
        DecodedSquare.assertColour(square.pixel(28, 16), Color.BLUE);
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void picturesAreShrunkAndEnlargedByEachKernel(Interpolation interpolation) {
        try (FrameDecoder any =
                new FrameDecoder(DecodedSquare.preprocessing(40, interpolation), DecodeLimits.DEFAULT)) {
            for (int shortSide : new int[] {13, 39, 41, 97, 400, 1333}) {
                byte[] file = Pictures.encode(Pictures.halves(shortSide * 3 / 2, shortSide, RED, BLUE), "png");

                assertThat(any.decode(ByteBuffer.wrap(file), square.slot())).isEqualTo(Decoded.READY);
                DecodedSquare.assertColour(square.pixel(2, 2), Color.RED);
                DecodedSquare.assertColour(square.pixel(29, 29), Color.BLUE);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"400, 100", "100, 400", "300, 20", "2000, 1100"})
    void aStretchedPictureIsSeenToItsEnds(int width, int height) {
        Preprocessing stretched = new Preprocessing(
                Fit.STRETCH,
                DecodedSquare.SIZE,
                DecodedSquare.SIZE,
                Interpolation.BILINEAR,
                Preprocessing.IMAGENET_MEAN,
                Preprocessing.IMAGENET_STD);
        BufferedImage picture = Pictures.halves(width, height, RED, RED);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(Color.BLUE);
        pen.fillRect(0, 0, width / 8, height);
        pen.dispose();

        try (FrameDecoder any = new FrameDecoder(stretched, DecodeLimits.DEFAULT)) {
            assertThat(any.decode(ByteBuffer.wrap(Pictures.encode(picture, "jpg")), square.slot()))
                    .isEqualTo(Decoded.READY);
        }

        for (int y : new int[] {1, 16, 30}) {
            DecodedSquare.assertColour(square.pixel(1, y), Color.BLUE);
            DecodedSquare.assertColour(square.pixel(6, y), Color.RED);
            DecodedSquare.assertColour(square.pixel(30, y), Color.RED);
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

        square.decode(Pictures.encode(stripes, "png"));

        for (int x = 0; x < DecodedSquare.SIZE; x++) {
            assertThat(square.pixel(x, 16) & 0xff).isCloseTo(128, Offset.offset(8));
        }
    }

    /** 1193 x 800 leaves 59.65 columns, of which 59 count; decoded at an eighth it would be 150 x 100, that is 60. */
    @Test
    void aLargeJpegIsFramedByItsFullSize() {
        BufferedImage picture = Pictures.halves(1193, 800, RED, BLUE);

        square.decode(Pictures.encode(picture, "jpg"));
        int[] reduced = IntStream.range(0, DecodedSquare.SIZE)
                .map(x -> square.pixel(x, 16))
                .toArray();
        square.decode(Pictures.encode(picture, "png"));

        for (int x = 0; x < DecodedSquare.SIZE; x++) {
            assertThat(reduced[x] & 0xff).isCloseTo(square.pixel(x, 16) & 0xff, Offset.offset(40));
        }
    }

    @Test
    void aLargeJpegIsDecodedReducedAndStillInPlace() {
        square.decode(Pictures.encode(Pictures.halves(1200, 800, RED, BLUE), "jpg"));

        DecodedSquare.assertColour(square.pixel(14, 16), Color.RED);
        DecodedSquare.assertColour(square.pixel(17, 16), Color.BLUE);
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

        assertThat(square.decode(Pictures.encode(picture, "png"))).isEqualTo(Decoded.READY);
        DecodedSquare.assertColour(square.pixel(2, 16), Color.BLACK);
        DecodedSquare.assertColour(square.pixel(29, 16), Color.WHITE);
    }

    @Test
    void aPaletteKeepsItsColours() {
        byte[] reds = {0, (byte) 255};
        byte[] blues = {(byte) 255, 0};
        IndexColorModel palette = new IndexColorModel(1, 2, reds, new byte[2], blues);
        BufferedImage picture = new BufferedImage(60, 40, BufferedImage.TYPE_BYTE_BINARY, palette);

        square.decode(Pictures.encode(picture, "png"));

        DecodedSquare.assertColour(square.pixel(0, 0), Color.BLUE);
    }

    @Test
    void aGreyJpegBecomesColour() {
        BufferedImage grey = new BufferedImage(60, 40, BufferedImage.TYPE_BYTE_GRAY);
        grey.createGraphics().drawImage(Pictures.halves(60, 40, 0x808080, 0x808080), 0, 0, null);

        assertThat(square.decode(Pictures.encode(grey, "jpg"))).isEqualTo(Decoded.READY);
        int grey0 = square.pixel(0, 0);
        assertThat(grey0 >> 16).isEqualTo((grey0 >> 8) & 0xff).isEqualTo(grey0 & 0xff);
    }

    @Test
    void bytesAreTakenFromPositionToLimitOfAnyBufferWhichIsLeftAsItIs() {
        byte[] file = Pictures.encode(Pictures.halves(60, 40, RED, BLUE), "png");
        ByteBuffer direct = ByteBuffer.allocateDirect(file.length + 20);
        direct.position(7);
        direct.put(file).flip().position(7);

        assertThat(square.decoder().decode(direct.asReadOnlyBuffer(), square.slot()))
                .isEqualTo(Decoded.READY);
        assertThat(square.decoder().decode(direct, square.slot())).isEqualTo(Decoded.READY);
        assertThat(direct.position()).isEqualTo(7);
        assertThat(square.slot().position()).isZero();
        DecodedSquare.assertColour(square.pixel(2, 2), Color.RED);
    }

    @Test
    void rawPixelsAreTakenAsTheyAre() {
        ByteBuffer raw = ByteBuffer.allocate(3 * 60 * 40);
        while (raw.hasRemaining()) {
            raw.put((byte) 1).put((byte) 2).put((byte) 3);
        }

        assertThat(square.decoder().decodeRgb24(raw.flip(), 60, 40, square.slot()))
                .isEqualTo(Decoded.READY);
        assertThat(square.pixel(5, 5)).isEqualTo(0x010203);
    }

    @Test
    void photographsComeOutAsAnotherDecoderSeesThem() throws IOException {
        Path images = Path.of(System.getProperty("sluice.testdata", "../shared"), "images");
        assumeTrue(Files.isDirectory(images), "no photographs at " + images);
        try (var files = Files.list(images);
                FrameDecoder model = new FrameDecoder(Preprocessing.imageNet(224), DecodeLimits.DEFAULT)) {
            ByteBuffer pixels = ByteBuffer.allocateDirect(3 * 224 * 224);
            for (Path file : files.sorted().limit(20).toList()) {
                BufferedImage photograph = ImageIO.read(file.toFile());

                Decoded decoded = model.decode(ByteBuffer.wrap(Files.readAllBytes(file)), pixels);

                assertThat(decoded).as(file.toString()).isEqualTo(Decoded.READY);
                if (Math.min(photograph.getWidth(), photograph.getHeight()) == 256) {
                    assertThat(meanDifference(photograph, pixels))
                            .as(file.toString())
                            .isLessThan(2);
                }
            }
        }
    }

    /** Red left of blue as stored; where red is after what each orientation asks for, on a picture of 40 x 40. */
    @ParameterizedTest
    @CsvSource({"1, 4, 16", "2, 27, 16", "3, 27, 16", "4, 4, 16", "5, 16, 4", "6, 16, 4", "7, 16, 27", "8, 16, 27"})
    void exifOrientationIsApplied(int orientation, int x, int y) {
        byte[] plain = Pictures.encode(Pictures.halves(60, 40, RED, BLUE), "jpg");

        assertThat(square.decode(Jpegs.oriented(plain, orientation))).isEqualTo(Decoded.READY);

        DecodedSquare.assertColour(square.pixel(x, y), Color.RED);
        DecodedSquare.assertColour(square.pixel(31 - x, 31 - y), Color.BLUE);
    }

    @Test
    void aProgressiveJpegLooksLikeAPlainOne() {
        BufferedImage picture = Pictures.halves(120, 80, RED, BLUE);
        square.decode(Pictures.encode(picture, "jpg"));
        int[] plain = pixels();

        assertThat(square.decode(Jpegs.progressive(picture))).isEqualTo(Decoded.READY);

        assertThat(pixels()).isEqualTo(plain);
    }

    @Test
    void aJpegWithRestartMarkersLooksLikeOneWithout() {
        BufferedImage picture = Pictures.detailed(600, 400);
        square.decode(Pictures.encode(picture, "jpg"));
        int[] plain = pixels();

        for (int interval : new int[] {1, 7, 1000, 60_000}) {
            assertThat(square.decode(Jpegs.withRestarts(picture, interval))).isEqualTo(Decoded.READY);
            assertThat(pixels()).isEqualTo(plain);
        }
    }

    /** Adobe stores how much light each ink lets through: full magenta and yellow give red. */
    @Test
    void fourInksBecomeColourWhereAdobesMarkerSaysWhichTheyAre() {
        byte[] cmyk = Jpegs.withAdobe(Jpegs.fourInks(60, 40, 255, 0, 0, 255), 0);
        byte[] ycck = Jpegs.withAdobe(Jpegs.fourInks(60, 40, 179, 171, 1, 255), 2);

        assertThat(square.decode(cmyk)).isEqualTo(Decoded.READY);
        DecodedSquare.assertColour(square.pixel(4, 4), Color.RED);
        assertThat(square.decode(ycck)).isEqualTo(Decoded.READY);
        DecodedSquare.assertColour(square.pixel(4, 4), Color.RED);
    }

    @Test
    void anInterlacedPngLooksLikeAPlainOne() {
        BufferedImage picture = Pictures.detailed(60, 40);
        square.decode(Pictures.encode(picture, "png"));
        int[] plain = pixels();

        assertThat(square.decode(Pngs.interlaced(picture))).isEqualTo(Decoded.READY);

        assertThat(pixels()).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sixteenBitsAreBroughtToTheirUpperEight(boolean alpha) {
        BufferedImage picture = Pictures.detailed(60, 40);
        square.decode(Pictures.encode(picture, "png"));
        int[] plain = pixels();

        assertThat(square.decode(Pngs.sixteenBit(picture, 3, alpha))).isEqualTo(Decoded.READY);

        assertThat(pixels()).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void greyOfSixteenBitsBecomesColour(boolean alpha) {
        byte[] grey = Pngs.sixteenBit(Pictures.halves(60, 40, 0x404040, 0xc0c0c0), 1, alpha);

        assertThat(square.decode(grey)).isEqualTo(Decoded.READY);

        assertThat(square.pixel(2, 16)).isEqualTo(0x404040);
        assertThat(square.pixel(29, 16)).isEqualTo(0xc0c0c0);
    }

    /** An animation of two frames whose second is never reached. */
    @Test
    void ofAnAnimatedPngTheStillPictureIsSeen() {
        byte[] still = Pictures.encode(Pictures.halves(60, 40, RED, BLUE), "png");
        ByteBuffer control = ByteBuffer.allocate(26).putInt(4, 60).putInt(8, 40).putShort(20, (short) 1);
        byte[] animated = Pngs.withChunk(
                Pngs.withChunk(still, "fcTL", control.array()),
                "acTL",
                ByteBuffer.allocate(8).putInt(2).array());

        assertThat(square.decode(animated)).isEqualTo(Decoded.READY);

        DecodedSquare.assertColour(square.pixel(2, 2), Color.RED);
        DecodedSquare.assertColour(square.pixel(29, 29), Color.BLUE);
    }

    @Test
    void whatIsTrueMayBeClaimed() {
        byte[] file = Jpegs.oriented(Pictures.encode(Pictures.halves(60, 40, RED, BLUE), "jpg"), 6);
        PictureClaim claim = new PictureClaim(PictureFormat.JPEG, 60, 40);

        assertThat(square.decoder().decode(ByteBuffer.wrap(file), claim, square.slot()))
                .isEqualTo(Decoded.READY);
    }

    private int[] pixels() {
        return IntStream.range(0, DecodedSquare.SIZE * DecodedSquare.SIZE)
                .map(i -> square.pixel(i % DecodedSquare.SIZE, i / DecodedSquare.SIZE))
                .toArray();
    }

    private static double meanDifference(BufferedImage photograph, ByteBuffer pixels) {
        int left = (int) Math.rint((photograph.getWidth() - 224) / 2.0);
        int top = (int) Math.rint((photograph.getHeight() - 224) / 2.0);
        long sum = 0;
        for (int y = 0; y < 224; y++) {
            for (int x = 0; x < 224; x++) {
                int expected = photograph.getRGB(left + x, top + y);
                int found = Pictures.pixel(pixels, 224, x, y);
                for (int shift : List.of(0, 8, 16)) {
                    sum += Math.abs(((expected >> shift) & 0xff) - ((found >> shift) & 0xff));
                }
            }
        }
        return sum / (3.0 * 224 * 224);
    }
}
