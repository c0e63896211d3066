package io.sluice.inference.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** PNGs of the kinds that {@link Pictures#encode} does not write, and surgery on them. */
final class Pngs {
    /** Signature and header chunk. */
    static final int HEAD_BYTES = 8 + 25;

    private static final int CHUNK_OVERHEAD_BYTES = 12;

    private Pngs() {}

    /** Adam7. */
    static byte[] interlaced(BufferedImage picture) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.setOutput(output);
            writer.write(null, new IIOImage(picture, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** 16 bits a sample, with or without alpha, grey (1) or colour (3). */
    static byte[] sixteenBit(BufferedImage picture, int colours, boolean alpha) {
        int space = colours == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(space),
                alpha,
                false,
                alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                DataBuffer.TYPE_USHORT);
        WritableRaster raster = model.createCompatibleWritableRaster(picture.getWidth(), picture.getHeight());
        int[] pixel = new int[model.getNumComponents()];
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                for (int i = 0; i < pixel.length; i++) {
                    pixel[i] = i < colours ? 257 * (picture.getRGB(x, y) >> (16 - 8 * i) & 0xff) : 0xffff;
                }
                raster.setPixel(x, y, pixel);
            }
        }
        return Pictures.encode(new BufferedImage(model, raster, false, null), "png");
    }

    /** With a chunk more behind the header. */
    static byte[] withChunk(byte[] png, String type, byte[] data) {
        return ByteBuffer.allocate(png.length + CHUNK_OVERHEAD_BYTES + data.length)
                .put(png, 0, HEAD_BYTES)
                .put(chunk(type, data))
                .put(png, HEAD_BYTES, png.length - HEAD_BYTES)
                .array();
    }

    /** With another header: width, height, bits a sample, kind of colour, and three zeros or the bit for interlacing. */
    static byte[] withHeader(byte[] png, int width, int height) {
        byte[] data = ByteBuffer.allocate(13)
                .put(png, 16, 13)
                .putInt(0, width)
                .putInt(4, height)
                .array();
        return ByteBuffer.wrap(png.clone()).put(8, chunk("IHDR", data)).array();
    }

    /** {@code name}, a zero, a zero for the method, and {@code bytes} zeros compressed. */
    static byte[] bomb(String name, int bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        deflater.setInput(new byte[bytes]);
        deflater.finish();
        byte[] packed = new byte[bytes / 500 + 100];
        int length = deflater.deflate(packed);
        deflater.end();
        return ByteBuffer.allocate(name.length() + 2 + length)
                .put(name.getBytes(US_ASCII))
                .putShort((short) 0)
                .put(packed, 0, length)
                .array();
    }

    private static byte[] chunk(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_OVERHEAD_BYTES + data.length)
                .putInt(data.length)
                .put(type.getBytes(US_ASCII))
                .put(data);
        CRC32 sum = new CRC32();
        sum.update(chunk.array(), 4, 4 + data.length);
        return chunk.putInt((int) sum.getValue()).array();
    }
}
