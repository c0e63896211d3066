package io.sluice.ingest;

import static org.bytedeco.opencv.global.opencv_imgcodecs.imwrite;

import io.sluice.ingest.source.SceneRenderer;
import io.sluice.ingest.source.SyntheticScene;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import org.assertj.core.api.Assumptions;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;
import org.bytedeco.opencv.opencv_core.Mat;

/** Videos for tests. */
public final class Videos {
    public static final double FPS = 25;

    private Videos() {}

    /** One of the real clips; the test is skipped where they are not at hand. */
    public static Path clip(String name) {
        Path clip = Path.of(System.getProperty("sluice.testdata", "../../shared"), "clips", name);
        Assumptions.assumeThat(clip)
                .as("real clips, see the system property sluice.testdata")
                .exists();
        return clip.toAbsolutePath().normalize();
    }

    /** Records a synthetic scene as MPEG-4 at {@link #FPS}; the container follows from the file's name. */
    public static Path record(Path file, int width, int height, int frames) throws FrameRecorder.Exception {
        return record(file, width, height, frames, avcodec.AV_CODEC_ID_MPEG4, 0);
    }

    /**
     * The same with any codec and beginning.
     *
     * @param codec FFmpeg's number
     * @param startMicros media time of the first frame
     */
    static Path record(Path file, int width, int height, int frames, int codec, long startMicros)
            throws FrameRecorder.Exception {
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), width, height);
                SceneRenderer renderer = new SceneRenderer(new SyntheticScene(1, width, height));
                Frame frame = new Frame(width, height, Frame.DEPTH_UBYTE, 3)) {
            recorder.setVideoCodec(codec);
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
            recorder.setFrameRate(FPS);
            recorder.setVideoBitrate(2_000_000);
            recorder.start();
            for (int i = 0; i < frames; i++) {
                copy(renderer.draw(i), frame);
                recorder.setTimestamp(startMicros + Math.round(i * 1e6 / FPS));
                recorder.record(frame);
            }
        }
        return file;
    }

    /** Half a second of silence, as AAC without a container. */
    static Path sound(Path file) throws FrameRecorder.Exception {
        int samplesPerSecond = 44_100;
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 1)) {
            recorder.setFormat("adts");
            recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
            recorder.setSampleRate(samplesPerSecond);
            recorder.start();
            recorder.recordSamples(samplesPerSecond, 1, ShortBuffer.allocate(samplesPerSecond / 2));
        }
        return file;
    }

    /** Draws a synthetic scene as an image file. */
    public static void image(Path file, int width, int height) {
        try (SceneRenderer renderer = new SceneRenderer(new SyntheticScene(1, width, height))) {
            imwrite(file.toString(), renderer.draw(0));
        }
    }

    private static void copy(Mat picture, Frame frame) {
        BytePointer pixels = new BytePointer((ByteBuffer) frame.image[0]);
        try (Mat target = new Mat(picture.rows(), picture.cols(), picture.type(), pixels, frame.imageStride)) {
            picture.copyTo(target);
        }
    }
}
