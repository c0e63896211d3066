package io.sluice.ingest.source;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a camera's pictures come from, as the user writes it:
 *
 * <table>
 * <caption>Grammar</caption>
 * <tr><td>{@code clips/gate.mp4}, {@code file:/clips/gate.mp4}</td><td>video file, or directory of images</td></tr>
 * <tr><td>{@code rtsp://}, {@code http://}, {@code https://}, {@code tcp://}</td><td>network stream</td></tr>
 * <tr><td>{@code device:/dev/video0?size=1280x720&fps=30&format=mjpeg}</td><td>Video4Linux capture device</td></tr>
 * <tr><td>{@code synthetic:shapes?seed=7&fps=30&size=320x256&frames=900}</td><td>generated scene</td></tr>
 * </table>
 *
 * {@code toString()} of each kind shows no secret.
 */
public sealed interface SourceUri permits LocalPath, NetworkStream, CaptureDevice, SyntheticShapes {

    /** Two letters at least: one is a Windows drive. */
    Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)", Pattern.DOTALL);

    /** Whether a lost connection to it is worth trying again: so for streams and devices. */
    boolean reconnects();

    /**
     * Reads a URI.
     *
     * @throws IllegalArgumentException with one sentence that says what is wrong with {@code text}
     */
    static SourceUri parse(String text) {
        Matcher matcher = SCHEME.matcher(text);
        if (!matcher.matches()) {
            return local(text, text);
        }
        String rest = matcher.group(2);
        return switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
            case "file" -> local(rest.startsWith("//") ? rest.substring(2) : rest, text);
            case "rtsp", "http", "https", "tcp" -> new NetworkStream(text);
            case "device" -> CaptureDevice.parse(text, rest);
            case "synthetic" -> SyntheticShapes.parse(text, rest);
            default ->
                throw new IllegalArgumentException("Source URI '" + NetworkStream.withoutSecrets(text)
                        + "' has an unknown scheme: expected a path, file:, rtsp://, http://, https://, tcp://, device: or"
                        + " synthetic: (a path with a colon needs file: in front).");
        };
    }

    private static LocalPath local(String path, String text) {
        if (path.isBlank()) {
            throw new IllegalArgumentException("Source URI '" + text + "' is empty: expected a path or a URI.");
        }
        try {
            return new LocalPath(Path.of(path));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("Source URI '" + text + "' is not a path: " + e.getReason() + ".", e);
        }
    }
}
