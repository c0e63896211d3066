package io.sluice.ingest.source;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A Video4Linux capture device.
 *
 * @param path of the device file, such as {@code /dev/video0}
 * @param options FFmpeg's names: {@code video_size}, {@code framerate}, {@code input_format}
 */
public record CaptureDevice(String path, Map<String, String> options) implements SourceUri {
    private static final Map<String, String> FFMPEG_NAMES =
            Map.of("size", "video_size", "fps", "framerate", "format", "input_format");

    public CaptureDevice {
        options = Map.copyOf(options);
    }

    static CaptureDevice parse(String text, String rest) {
        UriQuery query = new UriQuery(text, Set.copyOf(FFMPEG_NAMES.keySet()));
        String path = rest.substring(0, query.base().length() - (text.length() - rest.length()));
        if (path.isBlank()) {
            throw new IllegalArgumentException(
                    "Source URI '" + text + "' names no device: expected something like device:/dev/video0.");
        }
        Map<String, String> options = new TreeMap<>();
        FFMPEG_NAMES.forEach((name, ffmpegName) -> {
            if (query.has(name)) {
                options.put(ffmpegName, query.get(name, "", "a value", value -> value));
            }
        });
        return new CaptureDevice(path, options);
    }

    @Override
    public boolean reconnects() {
        return true;
    }

    @Override
    public String toString() {
        return "device:" + path;
    }
}
