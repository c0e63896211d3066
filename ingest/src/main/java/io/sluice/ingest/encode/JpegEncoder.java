package io.sluice.ingest.encode;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import io.sluice.ingest.source.BadPictureException;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Encodes pictures as JPEG into one native buffer that grows as needed. Belongs to one thread. */
public final class JpegEncoder implements AutoCloseable {
    private static final int FIRST_CAPACITY_BYTES = 64 * 1024;

    private final BytePointer extension = new BytePointer(".jpg");
    private final IntPointer parameters;
    private final BytePointer jpeg = new BytePointer(FIRST_CAPACITY_BYTES);

    /**
     * An encoder.
     *
     * @param quality 1 (small) to 100 (faithful)
     */
    public JpegEncoder(int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("JPEG quality " + quality + ": expected 1 to 100.");
        }
        parameters = new IntPointer(IMWRITE_JPEG_QUALITY, quality);
    }

    /**
     * Encodes a picture.
     *
     * @param picture {@code uint8 [height, width, 3]}, blue first
     * @return a complete JPEG file; overwritten by the next call
     * @throws BadPictureException if it cannot be encoded
     */
    public ByteBuffer encode(Mat picture) {
        jpeg.position(0).limit(jpeg.capacity());
        if (!encodeInto(picture)) {
            throw new BadPictureException("A picture cannot be encoded as JPEG");
        }
        return jpeg.asByteBuffer();
    }

    private boolean encodeInto(Mat picture) {
        try {
            return imencode(extension, picture, jpeg, parameters);
        } catch (RuntimeException e) { // what JavaCPP makes of OpenCV's exceptions
            throw new BadPictureException("A picture cannot be encoded as JPEG: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        extension.close();
        parameters.close();
        jpeg.close();
    }
}
