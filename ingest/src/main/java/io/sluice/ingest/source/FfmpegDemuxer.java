package io.sluice.ingest.source;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Reads the packets of an input's video stream. FFmpeg's own calls rather than JavaCV's grabber, which cannot be given an
 * interrupt callback, opens one input at a time in the whole process, and reports a broken connection as an end.
 */
final class FfmpegDemuxer implements AutoCloseable {
    /** FFmpeg "plays" any text file as ANSI art. */
    private static final String TEXT_AS_VIDEO = "tty";

    private final AVPacket packet = av_packet_alloc();
    private final Interrupt interrupt;
    private AVFormatContext context;
    private AVStream stream;

    FfmpegDemuxer(Interrupt interrupt) {
        this.interrupt = interrupt;
    }

    void open(FfmpegInput input) {
        context = avformat_alloc_context();
        interrupt.attachTo(context);
        AVDictionary options = new AVDictionary(null);
        input.options().forEach((name, value) -> av_dict_set(options, name, value, 0));
        try {
            check(avformat_open_input(context, input.url(), format(input), options));
            check(avformat_find_stream_info(context, (PointerPointer<?>) null));
        } finally {
            av_dict_free(options);
        }
        stream = selectVideo();
    }

    private static AVInputFormat format(FfmpegInput input) {
        if (input.format().isEmpty()) {
            return null;
        }
        AVInputFormat format = av_find_input_format(input.format());
        if (format == null) {
            Ffmpeg.registerDevices();
            format = av_find_input_format(input.format());
        }
        if (format == null) {
            throw new SourceException("This platform's FFmpeg has no " + input.format() + " input");
        }
        return format;
    }

    private AVStream selectVideo() {
        int index = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (index < 0 || context.iformat().name().getString().equals(TEXT_AS_VIDEO)) {
            throw new SourceException("It has no video stream");
        }
        for (int i = 0; i < context.nb_streams(); i++) {
            if (i != index) {
                context.streams(i).discard(avcodec.AVDISCARD_ALL);
            }
        }
        return context.streams(index);
    }

    AVStream stream() {
        return stream;
    }

    boolean lengthKnown() {
        return context.duration() != AV_NOPTS_VALUE && context.duration() > 0;
    }

    /**
     * The next packet of the video stream; good until the next call.
     *
     * @return null at the end
     */
    AVPacket next() {
        do {
            av_packet_unref(packet);
            int result = av_read_frame(context, packet);
            if (result == AVERROR_EOF()) {
                // FFmpeg reports some interrupted reads as an end.
                requireNotInterrupted();
                return null;
            }
            check(result);
        } while (packet.stream_index() != stream.index());
        return packet;
    }

    private void check(int result) {
        if (result < 0) {
            requireNotInterrupted();
            throw new SourceException(Ffmpeg.describe(result));
        }
    }

    private void requireNotInterrupted() {
        if (interrupt.raised()) {
            throw new SourceException("Nothing came in time");
        }
    }

    @Override
    public void close() {
        av_packet_free(packet);
        if (context != null && !context.isNull()) {
            avformat_close_input(context);
        }
    }
}
