package io.sluice.ingest.source;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What FFmpeg is asked to open.
 *
 * @param url as FFmpeg reads it
 * @param format name of the demuxer; empty to find out
 * @param options for the protocol and the demuxer
 * @param liveness whether the source delivers in its own time
 */
record FfmpegInput(String url, String format, Map<String, String> options, Liveness liveness) {
    /** When a source is live. */
    enum Liveness {
        NEVER,
        ALWAYS,
        /** A video on a web server ends like a file; a broadcast has no length. */
        UNLESS_LENGTH_IS_KNOWN
    }

    /** RTSP gives up after about four times the timeout that it is told. */
    private static final int RTSP_TIMEOUT_FACTOR = 4;

    /** Enough for the first key frame of a usual stream; FFmpeg's own limit is five seconds. */
    private static final Duration ANALYSIS = Duration.ofSeconds(2);

    /**
     * What a web or TCP server may send. FFmpeg has some three hundred more formats, among them lists that name other
     * files and texts that it draws as pictures. Sound and subtitles are not played, but a stream of HLS whose list names
     * them opens only with them.
     */
    private static final String NETWORK_FORMATS =
            "hls,mpegts,mpeg,mov,matroska,flv,live_flv,avi,asf,ogg,nut,mjpeg,mpjpeg,dhav,"
                    + "jpeg_pipe,png_pipe,webp_pipe,h264,hevc,m4v,mpegvideo,ivf,obu,av1,"
                    + "aac,mp3,ac3,eac3,webvtt";

    FfmpegInput {
        options = Map.copyOf(options);
    }

    static FfmpegInput file(Path path) {
        return new FfmpegInput(
                "file:" + path.toAbsolutePath(), "", Map.of("protocol_whitelist", "file,crypto"), Liveness.NEVER);
    }

    static FfmpegInput device(CaptureDevice device) {
        return new FfmpegInput(device.path(), "v4l2", device.options(), Liveness.ALWAYS);
    }

    static FfmpegInput stream(NetworkStream stream, Duration readTimeout) {
        Map<String, String> options = new HashMap<>();
        options.put("analyzeduration", String.valueOf(micros(ANALYSIS)));
        // Measuring the frame rate, which a live stream is not paced by, would triple the time to connect.
        options.put("fpsprobesize", "0");
        return switch (stream.scheme()) {
            case "rtsp" -> {
                options.put("protocol_whitelist", "rtsp,tcp");
                options.put("rtsp_transport", "tcp");
                options.put("timeout", String.valueOf(micros(readTimeout) / RTSP_TIMEOUT_FACTOR));
                yield new FfmpegInput(stream.url(), "", options, Liveness.ALWAYS);
            }
            case "tcp" -> {
                options.putAll(served("tcp", readTimeout));
                yield new FfmpegInput(stream.url(), "", options, Liveness.ALWAYS);
            }
            default -> {
                options.putAll(served("http,https,tcp,tls,crypto", readTimeout));
                yield new FfmpegInput(
                        stream.url(), pictureFormat(stream.url()), options, Liveness.UNLESS_LENGTH_IS_KNOWN);
            }
        };
    }

    /** What a web or TCP server is read with. */
    private static Map<String, String> served(String protocols, Duration readTimeout) {
        return Map.of(
                "protocol_whitelist", protocols,
                "format_whitelist", NETWORK_FORMATS,
                "rw_timeout", String.valueOf(micros(readTimeout)));
    }

    /**
     * The demuxer for a camera's still picture, such as {@code http://camera/snapshot.jpg}. Left to find out, FFmpeg takes
     * a URL that ends like a picture's for the name of numbered files or a pattern ({@code image2}), which is not allowed;
     * this one reads what the server sends and nothing else.
     */
    private static String pictureFormat(String url) {
        return switch (url.substring(url.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
            case "jpg", "jpeg" -> "jpeg_pipe";
            case "png" -> "png_pipe";
            case "webp" -> "webp_pipe";
            default -> "";
        };
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }
}
