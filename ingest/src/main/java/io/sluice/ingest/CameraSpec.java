package io.sluice.ingest;

import io.sluice.ingest.source.NetworkStream;
import io.sluice.ingest.source.SourceUri;
import java.util.regex.Pattern;

/**
 * One camera.
 *
 * @param id key of its records: 1 to 64 letters, digits, '.', '_' or '-'
 * @param uri where its pictures come from
 * @param capture how they are taken
 */
public record CameraSpec(String id, SourceUri uri, CaptureSettings capture) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public CameraSpec {
        if (!ID.matcher(id).matches()) {
            throw new IngestException("Camera id '" + NetworkStream.withoutSecrets(id)
                    + "' is not legal: expected 1 to 64 letters, digits, '.', '_' or '-'.");
        }
    }

    /**
     * Reads {@code id=uri}, as on the command line.
     *
     * @throws IngestException with one sentence that names the camera and says what is wrong
     */
    public static CameraSpec parse(String text, CaptureSettings capture) {
        int equals = text.indexOf('=');
        String id = equals < 0 ? text : text.substring(0, equals);
        if (equals < 0 || id.indexOf(':') >= 0) {
            // With a colon it is the beginning of a URI, cut at an '=' of its password or query.
            throw new IngestException(
                    "Camera '" + NetworkStream.withoutSecrets(text) + "' has no " + (id.indexOf(':') < 0 ? "URI" : "id")
                            + ": expected id=uri, such as gate=rtsp://camera.example/stream.");
        }
        return of(id, text.substring(equals + 1), capture);
    }

    /**
     * A camera whose URI is still text.
     *
     * @throws IngestException with one sentence that names the camera and says what is wrong
     */
    public static CameraSpec of(String id, String uri, CaptureSettings capture) {
        try {
            return new CameraSpec(id, SourceUri.parse(uri), capture);
        } catch (IllegalArgumentException e) {
            throw new IngestException("Camera '" + NetworkStream.withoutSecrets(id) + "': " + e.getMessage(), e);
        }
    }
}
