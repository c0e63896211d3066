package io.sluice.ingest.source;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Turns packets into frames in the codec's own pixel format, on the calling thread. */
final class FfmpegDecoder implements AutoCloseable {
    /** 8192 x 8192: beyond any camera, and a bound on what a forged header can allocate. */
    private static final long MAX_PIXELS = 1L << 26;

    /** What {@link #receive()} has to say. */
    enum Outcome {
        FRAME,
        NEEDS_PACKET,
        FINISHED
    }

    private final AVFrame frame = av_frame_alloc();
    private final AVCodecContext context;
    private long undecodable;

    private FfmpegDecoder(AVCodec codec) {
        context = avcodec_alloc_context3(codec);
    }

    static FfmpegDecoder open(AVCodecParameters parameters) {
        AVCodec codec = avcodec_find_decoder(parameters.codec_id());
        if (codec == null) {
            throw new SourceException("FFmpeg has no decoder for its video");
        }
        FfmpegDecoder decoder = new FfmpegDecoder(codec);
        try {
            decoder.prepare(codec, parameters);
        } catch (SourceException e) {
            decoder.close();
            throw e;
        }
        return decoder;
    }

    private void prepare(AVCodec codec, AVCodecParameters parameters) {
        Ffmpeg.check(avcodec_parameters_to_context(context, parameters), "Its video cannot be decoded");
        // One thread a camera: more would hold frames back and multiply with the number of cameras.
        context.thread_count(1);
        context.max_pixels(MAX_PIXELS);
        Ffmpeg.check(avcodec_open2(context, codec, (AVDictionary) null), "Its video cannot be decoded");
    }

    /** Tries to finish a frame with the packets so far. */
    Outcome receive() {
        int result = avcodec_receive_frame(context, frame);
        if (result == AVERROR_EOF()) {
            return Outcome.FINISHED;
        }
        if (result < 0 && result != AVERROR_EAGAIN()) {
            // A damaged frame: the next packets may be whole again.
            undecodable++;
        }
        return result >= 0 ? Outcome.FRAME : Outcome.NEEDS_PACKET;
    }

    /**
     * Adds a packet. A damaged one is left out, as every player does.
     *
     * @param packet null at the end of the input
     */
    void send(AVPacket packet) {
        int result = avcodec_send_packet(context, packet);
        if (result == AVERROR_EAGAIN()) {
            throw new IllegalStateException("expected every finished frame to have been received");
        }
        if (result < 0 && packet != null) {
            undecodable++;
        }
    }

    /** Frames and packets so far that were damaged and are left out. */
    long undecodable() {
        return undecodable;
    }

    /** Whether the stream still is what this was opened for. */
    boolean fits(AVCodecParameters parameters) {
        return parameters.codec_id() == context.codec_id();
    }

    /** The frame last received. */
    AVFrame frame() {
        return frame;
    }

    @Override
    public void close() {
        avcodec_free_context(context);
        av_frame_free(frame);
    }
}
