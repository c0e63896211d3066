package io.sluice.ingest.source;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.opencv.opencv_core.Mat;

/** A video file, a stream or a device, read through FFmpeg. */
final class FfmpegSource implements FrameSource {
    private static final long MICROS = 1_000_000;
    private static final double USUAL_FPS = 25;

    private final FfmpegInput input;
    private final Interrupt interrupt;
    private final FfmpegDemuxer demuxer;
    private final FfmpegScaler scaler;
    private FfmpegDecoder decoder;
    private long mediaMicros;

    FfmpegSource(FfmpegInput input, int shortSide) {
        Ffmpeg.load();
        this.input = input;
        interrupt = new Interrupt();
        demuxer = new FfmpegDemuxer(interrupt);
        scaler = new FfmpegScaler(shortSide);
    }

    @Override
    public void open() {
        demuxer.open(input);
        decoder = FfmpegDecoder.open(demuxer.stream().codecpar());
    }

    @Override
    public boolean live() {
        return switch (input.liveness()) {
            case NEVER -> false;
            case ALWAYS -> true;
            case UNLESS_LENGTH_IS_KNOWN -> !demuxer.lengthKnown();
        };
    }

    @Override
    public OptionalLong advance() {
        FfmpegDecoder.Outcome outcome = decoder.receive();
        while (outcome == FfmpegDecoder.Outcome.NEEDS_PACKET) {
            decoder.send(nextPacket());
            outcome = decoder.receive();
        }
        if (outcome == FfmpegDecoder.Outcome.FINISHED) {
            return OptionalLong.empty();
        }
        mediaMicros = mediaMicros();
        return OptionalLong.of(mediaMicros);
    }

    /** A stream may announce another codec on its way, for which a decoder must be found anew. */
    private AVPacket nextPacket() {
        AVPacket packet = demuxer.next();
        if (packet != null && !decoder.fits(demuxer.stream().codecpar())) {
            throw new SourceException("Its video has become another codec's");
        }
        return packet;
    }

    private long mediaMicros() {
        long ticks = decoder.frame().best_effort_timestamp();
        if (ticks == AV_NOPTS_VALUE) {
            return mediaMicros + intervalMicros();
        }
        AVRational unit = demuxer.stream().time_base();
        return Math.round((double) ticks * MICROS * unit.num() / unit.den());
    }

    private long intervalMicros() {
        AVRational rate = demuxer.stream().avg_frame_rate();
        double fps = rate.num() > 0 && rate.den() > 0 ? (double) rate.num() / rate.den() : USUAL_FPS;
        return Math.round(MICROS / fps);
    }

    @Override
    public Mat picture() {
        return scaler.scale(decoder.frame());
    }

    @Override
    public long undecodable() {
        return decoder == null ? 0 : decoder.undecodable();
    }

    @Override
    public void interrupt() {
        interrupt.raise();
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
        }
        demuxer.close();
        scaler.close();
    }
}
