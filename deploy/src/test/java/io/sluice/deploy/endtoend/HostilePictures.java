package io.sluice.deploy.endtoend;

import static io.sluice.deploy.endtoend.HostilePicture.bad;
import static io.sluice.deploy.endtoend.HostilePicture.damaged;
import static io.sluice.deploy.endtoend.HostilePicture.unusual;
import static io.sluice.schemas.ImageEncoding.JPEG;
import static io.sluice.schemas.ImageEncoding.PNG;
import static io.sluice.schemas.ImageEncoding.RGB24;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import javax.imageio.IIOImage;

/** Pictures as nobody wants them, and some that only look so, from a seed. What each must come to is known by how it was made. */
final class HostilePictures {
    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;
    private static final int GOOD_PICTURES = 64;

    private final Random random;
    private final List<byte[]> jpegs;
    private final List<byte[]> pngs;
    private final byte[] hugePng;
    private final byte[] textBomb = PictureSurgery.bomb(7_900_000);
    private final List<Supplier<HostilePicture>> kinds = List.of(
            this::noBytes,
            this::zeros,
            this::noise,
            this::hugeJpeg,
            this::hugePng,
            this::overflowingPng,
            this::tornJpeg,
            this::tornPng,
            this::jpegOnFewBytes,
            this::fourNamelessInks,
            this::unusualJpegKind,
            this::twelveBitJpeg,
            this::manyScans,
            this::strayRestart,
            this::damagedPng,
            this::longChunk,
            this::falseEncoding,
            this::falseSize,
            this::negativeSize,
            this::shortPixels,
            this::negativePixels,
            this::adobeInks,
            this::orientedJpeg,
            this::progressiveJpeg,
            this::greyJpeg,
            this::sixteenBitPng,
            this::greyPng,
            this::palettePng,
            this::interlacedPng,
            this::animatedPng,
            this::packedTexts,
            this::trailingBytes,
            this::flippedJpeg,
            this::flippedPng,
            this::shuffledJpeg);

    HostilePictures(Random random) {
        this.random = random;
        jpegs = random.ints(GOOD_PICTURES)
                .mapToObj(i -> encode(picture(), "jpeg"))
                .toList();
        pngs = random.ints(GOOD_PICTURES)
                .mapToObj(i -> encode(picture(), "png"))
                .toList();
        hugePng = encode(new BufferedImage(5000, 5000, BufferedImage.TYPE_BYTE_BINARY), "png");
    }

    /** One of any kind. */
    HostilePicture next() {
        return kinds.get(random.nextInt(kinds.size())).get();
    }

    /** As cameras send it. */
    HostilePicture good() {
        return switch (random.nextInt(3)) {
            case 0 -> unusual(HostileFrame.GOOD, JPEG, WIDTH, HEIGHT, jpeg());
            case 1 -> unusual(HostileFrame.GOOD, PNG, WIDTH, HEIGHT, png());
            default -> unusual(HostileFrame.GOOD, RGB24, WIDTH, HEIGHT, bytes(3 * WIDTH * HEIGHT));
        };
    }

    /** Of 25 million pixels: within the limits, and work. */
    HostilePicture large() {
        return unusual("large PNG", PNG, 5000, 5000, hugePng);
    }

    private BufferedImage picture() {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        int base = random.nextInt();
        int step = random.nextInt(1000);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                picture.setRGB(x, y, (base + (x / 8) * step + (y / 8) * 7919 * step) & 0xffffff);
            }
        }
        return picture;
    }

    private static byte[] encode(BufferedImage picture, String format) {
        return PictureSurgery.encode(new IIOImage(picture, null, null), format, false);
    }

    private byte[] jpeg() {
        return jpegs.get(random.nextInt(jpegs.size()));
    }

    private byte[] png() {
        return pngs.get(random.nextInt(pngs.size()));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private HostilePicture noBytes() {
        return bad("no bytes", random.nextBoolean() ? JPEG : PNG, WIDTH, HEIGHT, new byte[0]);
    }

    private HostilePicture zeros() {
        return bad("zeros", random.nextBoolean() ? JPEG : PNG, WIDTH, HEIGHT, new byte[1 + random.nextInt(10_000)]);
    }

    private HostilePicture noise() {
        byte[] noise = bytes(3 + random.nextInt(10_000));
        noise[0] = 0;
        return bad("noise", random.nextBoolean() ? JPEG : PNG, WIDTH, HEIGHT, noise);
    }

    private HostilePicture hugeJpeg() {
        return bad("huge JPEG", JPEG, 60_000, 60_000, PictureSurgery.jpegOfSize(jpeg(), 60_000, 60_000));
    }

    private HostilePicture hugePng() {
        return bad("huge PNG", PNG, 60_000, 60_000, PictureSurgery.pngOfSize(png(), 60_000, 60_000));
    }

    /** 65536 x 65536 is 0 in 32 bits, and 46341 x 46341 negative. */
    private HostilePicture overflowingPng() {
        int side = random.nextBoolean() ? 65_536 : 46_341;
        return bad("overflowing PNG", PNG, side, side, PictureSurgery.pngOfSize(png(), side, side));
    }

    private HostilePicture tornJpeg() {
        byte[] whole = jpeg();
        return bad("torn JPEG", JPEG, WIDTH, HEIGHT, PictureSurgery.cut(whole, random.nextInt(whole.length - 1)));
    }

    private HostilePicture tornPng() {
        byte[] whole = png();
        return bad("torn PNG", PNG, WIDTH, HEIGHT, PictureSurgery.cut(whole, random.nextInt(whole.length - 1)));
    }

    private HostilePicture jpegOnFewBytes() {
        return bad("JPEG on few bytes", JPEG, 8000, 6000, PictureSurgery.jpegOfSize(jpeg(), 8000, 6000));
    }

    private HostilePicture fourNamelessInks() {
        return bad("nameless inks", JPEG, WIDTH, HEIGHT, inks());
    }

    private HostilePicture unusualJpegKind() {
        int[] kinds = {0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf};
        byte[] jpeg = jpeg();
        int at = PictureSurgery.marker(jpeg, 0xc0) + 1;
        return bad(
                "unusual JPEG",
                JPEG,
                WIDTH,
                HEIGHT,
                PictureSurgery.with(jpeg, at, kinds[random.nextInt(kinds.length)]));
    }

    private HostilePicture twelveBitJpeg() {
        byte[] jpeg = jpeg();
        return bad(
                "12 bit JPEG",
                JPEG,
                WIDTH,
                HEIGHT,
                PictureSurgery.with(jpeg, PictureSurgery.marker(jpeg, 0xc0) + 4, 12));
    }

    private HostilePicture manyScans() {
        return bad("many scans", JPEG, WIDTH, HEIGHT, PictureSurgery.manyScans(jpeg(), 64 + random.nextInt(100)));
    }

    private HostilePicture strayRestart() {
        byte[] jpeg = jpeg().clone();
        int scan = PictureSurgery.marker(jpeg, 0xda) + 14;
        int at = scan + 1 + random.nextInt(jpeg.length - scan - 8);
        jpeg[at] = (byte) 0xff;
        jpeg[at + 1] = (byte) (0xd0 + random.nextInt(8));
        return bad("stray restart", JPEG, WIDTH, HEIGHT, jpeg);
    }

    private HostilePicture damagedPng() {
        byte[] png = png();
        int at = 8 + 25 + 4 + random.nextInt(png.length - 8 - 25 - 4 - 12);
        return bad(
                "damaged PNG", PNG, WIDTH, HEIGHT, PictureSurgery.with(png, at, png[at] ^ (1 + random.nextInt(255))));
    }

    private HostilePicture longChunk() {
        return bad("long chunk", PNG, WIDTH, HEIGHT, PictureSurgery.with(png(), 8 + 25, 0x80 | random.nextInt(128)));
    }

    private HostilePicture falseEncoding() {
        return random.nextBoolean()
                ? bad("PNG said, JPEG sent", PNG, WIDTH, HEIGHT, jpeg())
                : bad("JPEG said, PNG sent", JPEG, WIDTH, HEIGHT, png());
    }

    private HostilePicture falseSize() {
        return bad("false size", JPEG, WIDTH + 1 + random.nextInt(1000), HEIGHT, jpeg());
    }

    private HostilePicture negativeSize() {
        return bad("negative size", PNG, -WIDTH, random.nextBoolean() ? HEIGHT : Integer.MIN_VALUE, png());
    }

    private HostilePicture shortPixels() {
        return bad("short pixels", RGB24, WIDTH, HEIGHT, bytes(random.nextInt(3 * WIDTH * HEIGHT)));
    }

    private HostilePicture negativePixels() {
        int[] sizes = {-1, 0, Integer.MIN_VALUE, Integer.MAX_VALUE, 65_536, 37_838};
        return bad(
                "impossible pixels",
                RGB24,
                sizes[random.nextInt(sizes.length)],
                sizes[random.nextInt(sizes.length)],
                bytes(100));
    }

    private HostilePicture adobeInks() {
        return unusual("Adobe inks", JPEG, WIDTH, HEIGHT, PictureSurgery.adobe(inks(), 2 * random.nextInt(2)));
    }

    private byte[] inks() {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 4, null);
        raster.setDataElements(0, 0, WIDTH, HEIGHT, bytes(4 * WIDTH * HEIGHT));
        return PictureSurgery.encode(new IIOImage(raster, null, null), "jpeg", false);
    }

    private HostilePicture orientedJpeg() {
        return unusual("EXIF", JPEG, WIDTH, HEIGHT, PictureSurgery.oriented(jpeg(), random.nextInt(11)));
    }

    private HostilePicture progressiveJpeg() {
        return unusual(
                "progressive JPEG",
                JPEG,
                WIDTH,
                HEIGHT,
                PictureSurgery.encode(new IIOImage(picture(), null, null), "jpeg", true));
    }

    private HostilePicture greyJpeg() {
        return unusual("grey JPEG", JPEG, WIDTH, HEIGHT, encode(redrawn(BufferedImage.TYPE_BYTE_GRAY), "jpeg"));
    }

    private HostilePicture greyPng() {
        int type = random.nextBoolean() ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_USHORT_GRAY;
        return unusual("grey PNG", PNG, WIDTH, HEIGHT, encode(redrawn(type), "png"));
    }

    private HostilePicture palettePng() {
        int type = random.nextBoolean() ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY;
        return unusual("palette PNG", PNG, WIDTH, HEIGHT, encode(redrawn(type), "png"));
    }

    private BufferedImage redrawn(int type) {
        BufferedImage redrawn = new BufferedImage(WIDTH, HEIGHT, type);
        redrawn.createGraphics().drawImage(picture(), 0, 0, null);
        return redrawn;
    }

    /** Grey or colour, with or without alpha. */
    private HostilePicture sixteenBitPng() {
        boolean alpha = random.nextBoolean();
        int space = random.nextBoolean() ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(space),
                alpha,
                false,
                alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                DataBuffer.TYPE_USHORT);
        WritableRaster raster = model.createCompatibleWritableRaster(WIDTH, HEIGHT);
        raster.setPixels(
                0,
                0,
                WIDTH,
                HEIGHT,
                random.ints((long) WIDTH * HEIGHT * model.getNumComponents(), 0, 65_536)
                        .toArray());
        return unusual("16 bit PNG", PNG, WIDTH, HEIGHT, encode(new BufferedImage(model, raster, false, null), "png"));
    }

    private HostilePicture interlacedPng() {
        return unusual(
                "interlaced PNG",
                PNG,
                WIDTH,
                HEIGHT,
                PictureSurgery.encode(new IIOImage(picture(), null, null), "png", true));
    }

    /** Its control chunks are noise, or too short to be read. */
    private HostilePicture animatedPng() {
        byte[] animated = PictureSurgery.pngChunk(png(), "fcTL", bytes(random.nextInt(30)));
        return unusual(
                "animated PNG",
                PNG,
                WIDTH,
                HEIGHT,
                PictureSurgery.pngChunk(animated, "acTL", bytes(random.nextInt(10))));
    }

    private HostilePicture packedTexts() {
        byte[] png = png();
        for (int i = random.nextInt(20); i >= 0; i--) {
            png = PictureSurgery.pngChunk(png, i % 3 == 0 ? "iCCP" : i % 3 == 1 ? "zTXt" : "iTXt", textBomb);
        }
        return unusual("packed texts", PNG, WIDTH, HEIGHT, png);
    }

    private HostilePicture trailingBytes() {
        byte[] jpeg = jpeg();
        return unusual(
                "trailing bytes", JPEG, WIDTH, HEIGHT, PictureSurgery.cut(jpeg, jpeg.length + random.nextInt(10_000)));
    }

    private HostilePicture flippedJpeg() {
        return damaged("flipped JPEG", JPEG, WIDTH, HEIGHT, flipped(jpeg()));
    }

    private HostilePicture flippedPng() {
        return damaged("flipped PNG", PNG, WIDTH, HEIGHT, flipped(png()));
    }

    private byte[] flipped(byte[] file) {
        byte[] flipped = file.clone();
        for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    /** Pieces of two files. */
    private HostilePicture shuffledJpeg() {
        byte[] shuffled = jpeg().clone();
        byte[] other = jpeg();
        int from = random.nextInt(Math.min(shuffled.length, other.length));
        int length = random.nextInt(Math.min(shuffled.length, other.length) - from);
        System.arraycopy(other, random.nextInt(other.length - length), shuffled, from, length);
        return damaged("shuffled JPEG", JPEG, WIDTH, HEIGHT, shuffled);
    }
}
