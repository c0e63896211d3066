package io.sluice.training;

import io.sluice.inference.image.DecodeLimits;
import io.sluice.inference.image.Decoded;
import io.sluice.inference.image.FrameDecoder;
import io.sluice.inference.model.Fit;
import io.sluice.inference.model.Interpolation;
import io.sluice.inference.model.Preprocessing;
import io.sluice.ingest.encode.JpegEncoder;
import io.sluice.ingest.source.SceneRenderer;
import io.sluice.ingest.source.SyntheticScene;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Draws random frames of random scenes and brings them to a model's size on the way that frames of a camera take: JPEG and
 * {@link FrameDecoder}. Size and shape of the picture, JPEG quality and how closely the crop is cut vary at random.
 */
final class SceneSampler implements AutoCloseable {
    /** Scenes for training begin here; those for tests and demonstrations are numbered from 0. */
    static final long FIRST_SEED = 1L << 32;

    private static final int HALF_COVERED = 128;
    private static final List<Integer> QUALITIES = List.of(60, 75, 85, 90, 95);

    /** Short side over input size: around the usual 8/7. */
    private static final List<Double> CUTS = List.of(1.07, 8 / 7.0, 1.22);

    private final int side;
    private final int patch;
    private final SplittableRandom random;
    private final ByteBuffer bytes;
    private final List<Studio> studios;
    private final List<JpegEncoder> encoders =
            QUALITIES.stream().map(JpegEncoder::new).toList();
    private final List<Cut> cuts;

    /** Pictures of one scene. */
    private record Studio(SyntheticScene scene, SceneRenderer renderer) {
        static Studio of(long number, int width, int height) {
            SyntheticScene scene = new SyntheticScene(FIRST_SEED + number, width, height);
            return new Studio(scene, new SceneRenderer(scene));
        }
    }

    /** One way to cut pictures, and masks of the same size. */
    private record Cut(FrameDecoder pictures, FrameDecoder masks) {}

    /**
     * @param side of the pictures in pixels
     * @param patch side of a patch in pixels
     */
    SceneSampler(int side, int patch, SplittableRandom random) {
        this.side = side;
        this.patch = patch;
        this.random = random;
        cuts = CUTS.stream().map(this::cut).toList();
        bytes = ByteBuffer.allocateDirect(3 * side * side);
        studios = Stream.of(
                        Studio.of(0, SyntheticScene.DEFAULT_WIDTH, SyntheticScene.DEFAULT_HEIGHT),
                        Studio.of(1, SyntheticScene.DEFAULT_WIDTH, SyntheticScene.DEFAULT_HEIGHT),
                        Studio.of(2, 256, 256),
                        Studio.of(3, 448, 256))
                .toList();
    }

    private Cut cut(double cut) {
        return new Cut(decoder(cut, Interpolation.BICUBIC), decoder(cut, Interpolation.NEAREST));
    }

    private FrameDecoder decoder(double cut, Interpolation interpolation) {
        int shortSide = (int) Math.round(side * cut);
        Preprocessing preprocessing = new Preprocessing(
                Fit.SHORT_SIDE, shortSide, side, interpolation, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_STD);
        return new FrameDecoder(preprocessing, DecodeLimits.DEFAULT);
    }

    /** The next picture. */
    Picture next() {
        Studio studio = any(studios);
        Cut cut = any(cuts);
        long frame = random.nextLong(Long.MAX_VALUE);
        byte[] pixels = new byte[bytes.capacity()];
        require(cut.pictures().decode(any(encoders).encode(studio.renderer().draw(frame)), bytes));
        bytes.get(0, pixels);
        Mat truth = studio.renderer().drawTruth(frame);
        require(cut.masks().decodeRgb24(truth.createBuffer(), truth.cols(), truth.rows(), bytes));
        return new Picture(pixels, studio.scene().truth(frame), covered());
    }

    /** Patches of a picture. */
    int patches() {
        return (side / patch) * (side / patch);
    }

    /** Patches that are white by half or more in {@link #bytes}. */
    private BitSet covered() {
        int columns = side / patch;
        BitSet covered = new BitSet();
        for (int i = 0; i < patches(); i++) {
            int sum = 0;
            for (int pixel = 0; pixel < patch * patch; pixel++) {
                int row = i / columns * patch + pixel / patch;
                int column = i % columns * patch + pixel % patch;
                sum += Byte.toUnsignedInt(bytes.get(3 * (row * side + column)));
            }
            covered.set(i, sum >= HALF_COVERED * patch * patch);
        }
        return covered;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static void require(Decoded decoded) {
        if (decoded instanceof Decoded.Unreadable unreadable) {
            throw new IllegalStateException("A frame drawn here cannot be decoded: " + unreadable.reason());
        }
    }

    @Override
    public void close() {
        studios.forEach(studio -> studio.renderer().close());
        encoders.forEach(JpegEncoder::close);
        cuts.forEach(cut -> cut.pictures().close());
        cuts.forEach(cut -> cut.masks().close());
    }
}
