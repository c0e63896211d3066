package io.sluice.ingest.source;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.opencv.opencv_core.Mat;

/** Scales frames of any format to BGR in one pass of swscale (bicubic), into one buffer that is used again. */
final class FfmpegScaler implements AutoCloseable {
    private final int shortSide;
    private final SwsContext context = sws_alloc_context();
    private PictureSize size = new PictureSize(0, 0);
    private AVFrame target;
    private Mat picture;

    /**
     * A scaler.
     *
     * @param shortSide in pixels; 0 leaves the size as it is
     */
    FfmpegScaler(int shortSide) {
        this.shortSide = shortSide;
        context.flags(SWS_BICUBIC);
    }

    Mat scale(AVFrame frame) {
        PictureSize wanted = new PictureSize(frame.width(), frame.height()).scaledTo(shortSide);
        if (!wanted.equals(size)) {
            allocate(wanted);
        }
        int result = sws_scale_frame(context, target, frame);
        if (result < 0) {
            throw new BadPictureException("A frame cannot be scaled: " + Ffmpeg.describe(result));
        }
        return picture;
    }

    private void allocate(PictureSize wanted) {
        release();
        target = av_frame_alloc();
        target.format(AV_PIX_FMT_BGR24);
        target.width(wanted.width());
        target.height(wanted.height());
        size = new PictureSize(0, 0);
        Ffmpeg.check(av_frame_get_buffer(target, 0), "No memory for pictures");
        picture = new Mat(wanted.height(), wanted.width(), CV_8UC3, target.data(0), target.linesize(0));
        size = wanted;
    }

    private void release() {
        if (picture != null) {
            picture.close();
            picture = null;
        }
        if (target != null) {
            av_frame_free(target);
            target = null;
        }
    }

    @Override
    public void close() {
        release();
        sws_free_context(context);
    }
}
