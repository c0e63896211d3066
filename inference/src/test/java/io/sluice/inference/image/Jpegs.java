package io.sluice.inference.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** JPEGs of the kinds that {@link Pictures#encode} does not write, and surgery on them. */
final class Jpegs {
    private static final String NATIVE_METADATA = "javax_imageio_jpeg_image_1.0";

    private Jpegs() {}

    /** A picture that grows sharper scan by scan. */
    static byte[] progressive(BufferedImage picture) {
        return write(new IIOImage(picture, null, null), ImageWriteParam.MODE_DEFAULT);
    }

    /** Restart markers every {@code interval} units of 16 x 16 pixels. */
    static byte[] withRestarts(BufferedImage picture, int interval) {
        ImageWriter writer = writer();
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(picture), null);
        writer.dispose();
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(NATIVE_METADATA);
        IIOMetadataNode restarts = new IIOMetadataNode("dri");
        restarts.setAttribute("interval", String.valueOf(interval));
        IIOMetadataNode sequence =
                (IIOMetadataNode) root.getElementsByTagName("markerSequence").item(0);
        sequence.insertBefore(restarts, sequence.getElementsByTagName("sos").item(0));
        try {
            metadata.setFromTree(NATIVE_METADATA, root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return write(new IIOImage(picture, null, metadata), ImageWriteParam.MODE_DISABLED);
    }

    /** Of one colour; four components as they are stored, without a word on what they mean. */
    static byte[] fourInks(int width, int height, int... stored) {
        WritableRaster raster = Raster.createInterleavedRaster(0, width, height, 4, null);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                raster.setPixel(x, y, stored);
            }
        }
        return write(new IIOImage(raster, null, null), ImageWriteParam.MODE_DISABLED);
    }

    /** Says in Adobe's way what the components are: 0 CMYK or RGB, 1 YCbCr, 2 YCCK. */
    static byte[] withAdobe(byte[] jpeg, int transform) {
        return withSegment(jpeg, 0xee, new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform});
    }

    /** EXIF data that say how the camera was held: 1 to 8. */
    static byte[] oriented(byte[] jpeg, int orientation) {
        // "Exif", little-endian TIFF, one entry: orientation (0x0112)
        return withSegment(jpeg, 0xe1, new byte[] {
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

    /** With a segment more at the beginning. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] data) {
        return ByteBuffer.allocate(jpeg.length + 4 + data.length)
                .put(jpeg, 0, 2)
                .put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (2 + data.length))
                .put(data)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** Where 0xff and one of {@code markers} stand first. */
    static int find(byte[] jpeg, int from, Integer... markers) {
        List<Integer> wanted = Arrays.asList(markers);
        int at = from;
        while (jpeg[at] != (byte) 0xff || !wanted.contains(jpeg[at + 1] & 0xff)) {
            at++;
        }
        return at;
    }

    /** Without the bytes from one place to another. */
    static byte[] without(byte[] file, int from, int to) {
        return ByteBuffer.allocate(file.length - to + from)
                .put(file, 0, from)
                .put(file, to, file.length - to)
                .array();
    }

    private static byte[] write(IIOImage image, int progressiveMode) {
        ImageWriter writer = writer();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(progressiveMode);
            writer.setOutput(output);
            writer.write(null, image, parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static ImageWriter writer() {
        return ImageIO.getImageWritersByFormatName("jpeg").next();
    }
}
