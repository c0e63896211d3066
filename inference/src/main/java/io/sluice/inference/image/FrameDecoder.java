package io.sluice.inference.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.setNumThreads;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import io.sluice.inference.model.PictureRegion;
import io.sluice.inference.model.Preprocessing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Turns encoded frames into the square of red, green, blue bytes that a model takes: decodes, brings the short side to
 * {@link Preprocessing#resize}, cuts out the centre. Native memory is kept from frame to frame, up to 8 MiB in
 * each of five buffers, or 32 MiB while pictures come that need it ({@link KeptBytes}); what a larger one took is given back
 * after it. A frame costs a few hundred bytes of heap whatever its size. For one thread at a time.
 *
 * <ul>
 *   <li>Grey, palette and 16-bit pictures become 8-bit RGB, and so does CMYK with Adobe's marker; without the marker nobody
 *       knows what its numbers mean, and it is refused. Alpha is dropped, colour profiles are not applied.
 *   <li>EXIF orientation is applied: a picture is seen as a viewer shows it. Of an animated PNG the still picture is seen.
 *   <li>Formats other than JPEG (baseline, progressive) and PNG are refused, and so is what {@link DecodeLimits} forbids and
 *       what {@link ImageHeader} sees to be torn or damaged, before OpenCV sees them.
 *   <li>A picture whose short side is right already is only cropped. A JPEG that is four times too large or more is
 *       decoded at a half, a quarter or an eighth, at least twice the size asked for.
 * </ul>
 */
public final class FrameDecoder implements AutoCloseable {
    private static final int CHANNELS = 3;
    private static final int SMALLEST_STAGING_BYTES = 1 << 16;

    private final Preprocessing preprocessing;
    private final DecodeLimits limits;
    private final Resizer resizer;
    private final KeptBytes kept = new KeptBytes();
    private final Mat decoded = new Mat();
    private BytePointer staging = new BytePointer();
    private ByteBuffer staged = ByteBuffer.allocate(0);
    private Mat encoded = new Mat();
    private Framing last;

    /** Decodes for one kind of model. From now on OpenCV uses no threads but its callers', in the whole process. */
    public FrameDecoder(Preprocessing preprocessing, DecodeLimits limits) {
        setNumThreads(1);
        this.preprocessing = preprocessing;
        this.limits = limits;
        this.resizer = new Resizer(preprocessing.interpolation());
    }

    /**
     * Decodes a JPEG or PNG file.
     *
     * @param picture the file, from position to limit; heap or direct, left as it is
     * @param slot {@code uint8 [inputSize, inputSize, 3]}, from position to limit; its position and limit are left as they are
     */
    public Decoded decode(ByteBuffer picture, ByteBuffer slot) {
        return decode(picture, slot, header -> {});
    }

    /**
     * Decodes a JPEG or PNG file if it is what {@code claim} says.
     *
     * @param picture as above
     * @param claim what its sender says that it is
     * @param slot as above
     */
    public Decoded decode(ByteBuffer picture, PictureClaim claim, ByteBuffer slot) {
        return decode(picture, slot, claim::requireTrue);
    }

    private Decoded decode(ByteBuffer picture, ByteBuffer slot, HeaderCheck check) {
        requireSlot(slot);
        try {
            stage(picture);
            ImageHeader header = ImageHeader.read(staged, limits);
            check.require(header);
            decodeStaged(header);
            place(framing(header), slot);
            return Decoded.READY;
        } catch (UnreadableException e) {
            return new Decoded.Unreadable(e.getMessage());
        } finally {
            giveBackLarge();
        }
    }

    /** Refuses a picture by its header. */
    private interface HeaderCheck {
        void require(ImageHeader header) throws UnreadableException;
    }

    /**
     * Takes raw pixels.
     *
     * @param pixels {@code uint8 [height, width, 3]}, red, green, blue, from position to limit; left as they are
     * @param slot as for {@link #decode}
     */
    public Decoded decodeRgb24(ByteBuffer pixels, int width, int height, ByteBuffer slot) {
        requireSlot(slot);
        try {
            limits.requirePixels(width, height);
            if (pixels.remaining() != CHANNELS * width * height) {
                throw new UnreadableException("An RGB24 frame of " + width + " x " + height + " has "
                        + CHANNELS * width * height + " bytes, found " + pixels.remaining() + ".");
            }
            decoded.create(height, width, CV_8UC3);
            bytesOf(decoded).put(pixels.duplicate());
            place(Framing.of(width, height, preprocessing, limits), slot);
            return Decoded.READY;
        } catch (UnreadableException e) {
            return new Decoded.Unreadable(e.getMessage());
        } finally {
            giveBackLarge();
        }
    }

    /**
     * What of the last picture that could be read is in its slot.
     *
     * @throws IllegalStateException where there was none
     */
    public PictureRegion seen() {
        if (last == null) {
            throw new IllegalStateException("No picture was decoded yet.");
        }
        return last.region(preprocessing.inputSize());
    }

    /** Brings the file into native memory, where it can no longer change under the decoder. */
    private void stage(ByteBuffer picture) throws UnreadableException {
        int size = picture.remaining();
        limits.requireEncodedBytes(size);
        int capacity = Math.max(SMALLEST_STAGING_BYTES, Integer.highestOneBit(size) << 1);
        kept.need(capacity);
        if (size > staged.capacity()) {
            allocateStaging(capacity);
        }
        staged.clear().put(picture.duplicate()).flip();
    }

    private void allocateStaging(int capacity) {
        encoded.close();
        staging.close();
        staged = ByteBuffer.allocate(0);
        staging = new BytePointer(capacity);
        staged = staging.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
        encoded = new Mat(1, capacity, CV_8UC1, staging);
    }

    /** OpenCV says by the emptiness of what it returns whether it succeeded; what it decoded is in {@link #decoded}. */
    private void decodeStaged(ImageHeader header) throws UnreadableException {
        encoded.cols(staged.limit());
        try (Mat result = imdecode(encoded, flags(header), decoded)) {
            if (result.empty()) {
                throw undecodable(header, "it is damaged or of an unknown kind");
            }
        } catch (RuntimeException e) {
            // OpenCV's exceptions have no narrower type; what it has against a foreign picture is the picture's
            // sender's affair.
            throw undecodable(header, e.getMessage().lines().findFirst().orElse("no reason is known"));
        }
    }

    private static UnreadableException undecodable(ImageHeader header, String why) {
        return new UnreadableException("The " + header.format() + " picture of " + header.width() + " x "
                + header.height() + " cannot be decoded: " + why + ".");
    }

    /** The "grey" constants are the bare bits for a reduction; the "colour" ones carry blue-green-red order with them. */
    private int flags(ImageHeader header) {
        return IMREAD_COLOR_RGB
                | switch (reduction(header)) {
                    case 8 -> IMREAD_REDUCED_GRAYSCALE_8;
                    case 4 -> IMREAD_REDUCED_GRAYSCALE_4;
                    case 2 -> IMREAD_REDUCED_GRAYSCALE_2;
                    default -> 0;
                };
    }

    /** Only libjpeg scales while it decodes; of other formats OpenCV would make a second copy, and coarsely. */
    private int reduction(ImageHeader header) {
        if (header.format() != PictureFormat.JPEG) {
            return 1;
        }
        long excess = Math.min(header.width(), header.height()) / (2L * preprocessing.resize());
        return (int) Math.min(8, Long.highestOneBit(Math.max(1, excess)));
    }

    /**
     * From the full size, not the one decoded: a picture of 341 x 256 decoded at a quarter has 86 x 64, which is another
     * shape. EXIF orientation may have turned it.
     */
    private Framing framing(ImageHeader header) throws UnreadableException {
        boolean turned = (header.width() > header.height()) != (decoded.cols() > decoded.rows());
        long width = turned ? header.height() : header.width();
        long height = turned ? header.width() : header.height();
        return Framing.of(width, height, preprocessing, limits);
    }

    /** Resizes {@link #decoded} and copies its centre. */
    private void place(Framing framing, ByteBuffer slot) {
        last = framing;
        Mat picture = resizer.resized(decoded, framing.width(), framing.height());
        kept.need(Math.max(bytesIn(decoded), bytesIn(picture)));
        ByteBuffer pixels = bytesOf(picture);
        int stride = CHANNELS * framing.width();
        int rowBytes = CHANNELS * preprocessing.inputSize();
        for (int row = 0; row < preprocessing.inputSize(); row++) {
            int from = (framing.top() + row) * stride + CHANNELS * framing.left();
            slot.put(slot.position() + row * rowBytes, pixels, from, rowBytes);
        }
    }

    private void giveBackLarge() {
        int most = kept.afterFrame();
        if (staged.capacity() > most) {
            allocateStaging(SMALLEST_STAGING_BYTES);
        }
        giveBackIfLarger(decoded, most);
        resizer.buffers().forEach(buffer -> giveBackIfLarger(buffer, most));
    }

    private static void giveBackIfLarger(Mat matrix, int most) {
        if (bytesIn(matrix) > most) {
            matrix.release();
        }
    }

    /** Where the last picture lies, for tests; 0 where it has been given back. */
    long decodedAddress() {
        return decoded.empty() ? 0 : decoded.data().address();
    }

    /** Of a matrix that OpenCV allocated itself: rows without gaps. */
    private static ByteBuffer bytesOf(Mat matrix) {
        return matrix.data().capacity(bytesIn(matrix)).asByteBuffer();
    }

    private static long bytesIn(Mat matrix) {
        return matrix.rows() * matrix.step();
    }

    private void requireSlot(ByteBuffer slot) {
        int expected = CHANNELS * preprocessing.inputSize() * preprocessing.inputSize();
        if (slot.remaining() != expected) {
            throw new IllegalArgumentException(
                    "Expected a slot of " + expected + " bytes, found " + slot.remaining() + ".");
        }
    }

    @Override
    public void close() {
        encoded.close();
        staging.close();
        decoded.close();
        resizer.close();
    }
}
