package io.sluice.deploy.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Encodes pictures with the JDK and changes their files. Nothing of the product has a hand in it. */
final class PictureSurgery {
    private static final int PNG_HEAD_BYTES = 8 + 25;
    private static final int PNG_CHUNK_OVERHEAD_BYTES = 12;

    private PictureSurgery() {}

    static byte[] encode(IIOImage image, String format, boolean progressive) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.setOutput(output);
            writer.write(null, image, parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    static byte[] jpegSegment(byte[] jpeg, int marker, byte[] data) {
        return ByteBuffer.allocate(jpeg.length + 4 + data.length)
                .put(jpeg, 0, 2)
                .put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (2 + data.length))
                .put(data)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    static byte[] oriented(byte[] jpeg, int orientation) {
        // "Exif", little-endian TIFF, one entry: orientation (0x0112)
        return jpegSegment(jpeg, 0xe1, new byte[] {
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
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0,
            0
        });
    }

    static byte[] adobe(byte[] jpeg, int transform) {
        return jpegSegment(jpeg, 0xee, new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform});
    }

    /** Where a marker stands first. */
    static int marker(byte[] jpeg, int marker) {
        int at = 0;
        while (jpeg[at] != (byte) 0xff || (jpeg[at + 1] & 0xff) != marker) {
            at++;
        }
        return at;
    }

    static byte[] jpegOfSize(byte[] jpeg, int width, int height) {
        byte[] changed = jpeg.clone();
        ByteBuffer.wrap(changed).putInt(marker(jpeg, 0xc0) + 5, height << 16 | width);
        return changed;
    }

    static byte[] with(byte[] file, int at, int value) {
        byte[] changed = file.clone();
        changed[at] = (byte) value;
        return changed;
    }

    /** With the scan repeated so many times more. */
    static byte[] manyScans(byte[] jpeg, int scans) {
        int scan = marker(jpeg, 0xda);
        int bytes = jpeg.length - 2 - scan;
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + scans * bytes).put(jpeg, 0, jpeg.length - 2);
        for (int i = 0; i < scans; i++) {
            file.put(jpeg, scan, bytes);
        }
        return file.put(jpeg, jpeg.length - 2, 2).array();
    }

    static byte[] pngChunk(byte[] png, String type, byte[] data) {
        return ByteBuffer.allocate(png.length + PNG_CHUNK_OVERHEAD_BYTES + data.length)
                .put(png, 0, PNG_HEAD_BYTES)
                .put(chunk(type, data))
                .put(png, PNG_HEAD_BYTES, png.length - PNG_HEAD_BYTES)
                .array();
    }

    /** The same picture said to be of another size, with a true check sum. */
    static byte[] pngOfSize(byte[] png, int width, int height) {
        byte[] data = ByteBuffer.allocate(13)
                .put(png, 16, 13)
                .putInt(0, width)
                .putInt(4, height)
                .array();
        return ByteBuffer.wrap(png.clone()).put(8, chunk("IHDR", data)).array();
    }

    /** A name, two zeros, and so many zeros compressed. */
    static byte[] bomb(int bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        deflater.setInput(new byte[bytes]);
        deflater.finish();
        byte[] packed = new byte[bytes / 500 + 100];
        int length = deflater.deflate(packed);
        deflater.end();
        return ByteBuffer.allocate(6 + length)
                .put("bomb".getBytes(US_ASCII))
                .put(6, packed, 0, length)
                .array();
    }

    static byte[] cut(byte[] file, int length) {
        return Arrays.copyOf(file, length);
    }

    private static byte[] chunk(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(PNG_CHUNK_OVERHEAD_BYTES + data.length)
                .putInt(data.length)
                .put(type.getBytes(US_ASCII))
                .put(data);
        CRC32 sum = new CRC32();
        sum.update(chunk.array(), 4, 4 + data.length);
        return chunk.putInt((int) sum.getValue()).array();
    }
}
