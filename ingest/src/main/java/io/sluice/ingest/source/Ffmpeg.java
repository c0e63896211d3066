package io.sluice.ingest.source;

import static org.bytedeco.ffmpeg.global.avdevice.avdevice_register_all;
import static org.bytedeco.ffmpeg.global.avformat.avformat_network_init;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;

/** What FFmpeg needs once in a process, and its errors in words. */
final class Ffmpeg {
    private static final int MESSAGE_BYTES = 256;

    /**
     * Of one block of memory, in the whole process: the largest picture that is decoded has this much in its deepest
     * format. FFmpeg looks into streams with decoders of its own, which know no limit but this.
     */
    private static final long LARGEST_BLOCK_BYTES = 1L << 28;

    /** What libavdevice is linked to and does not bring along. */
    private static final String DEVICE_PACKAGES = "libpulse0 libxcb1 libxcb-shm0 libasound2";

    static {
        // Everything that matters comes back as an error code and is reported with the camera's name.
        av_log_set_level(AV_LOG_QUIET);
        av_max_alloc(LARGEST_BLOCK_BYTES);
        avformat_network_init();
    }

    private Ffmpeg() {}

    /** Loads the natives, if nobody has yet. */
    static void load() {
        // The static initialiser has done it.
    }

    /**
     * Makes capture devices known to FFmpeg. Apart from {@link #load()}, since this alone needs libraries that a bare
     * machine lacks.
     *
     * @throws SourceException naming the packages to install
     */
    static void registerDevices() {
        try {
            avdevice_register_all();
        } catch (LinkageError e) {
            throw new SourceException(
                    "FFmpeg's capture devices need system libraries that are missing here: install " + DEVICE_PACKAGES
                            + " (Debian's names)",
                    e);
        }
    }

    /** FFmpeg's words for an error code, such as "Connection refused". */
    static String describe(int error) {
        byte[] text = new byte[MESSAGE_BYTES];
        av_strerror(error, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    /** Passes on a result that is not an error. */
    static int check(int result, String what) {
        if (result < 0) {
            throw new SourceException(what + ": " + describe(result));
        }
        return result;
    }
}
