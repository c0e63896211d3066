package io.sluice.deploy.traces;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Which frames are traced, and who is told.
 *
 * @param endpoint takes OTLP over HTTP, such as {@code http://127.0.0.1:4318/v1/traces}
 * @param share of the captured frames, 0 to 1
 * @param service the name of this process in traces
 */
public record TracesSettings(URI endpoint, double share, String service) {
    private static final String EXPECTED =
            "Traces need an http or https URL without a user, such as http://127.0.0.1:4318";

    private static final String OTLP = "/v1/traces";

    public TracesSettings {
        boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        if (!http || endpoint.getHost() == null || endpoint.getUserInfo() != null) {
            throw new IllegalArgumentException(EXPECTED + ", found '" + withoutUser(endpoint) + "'.");
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("The share of frames that are traced is 0 to 1, found " + share + ".");
        }
    }

    /** A password must not get into a log by way of a message. */
    private static String withoutUser(URI endpoint) {
        String user = endpoint.getRawUserInfo();
        return user == null ? endpoint.toString() : endpoint.toString().replace(user + "@", "***@");
    }

    /**
     * What is meant by the address of a receiver: a URL without a path has that of OTLP.
     *
     * @throws IllegalArgumentException if it is no URL
     */
    public static URI endpoint(String url) {
        URI uri = uri(url);
        String path = uri.getPath();
        return "".equals(path) || "/".equals(path) ? uri.resolve(OTLP) : uri;
    }

    /**
     * What is meant by the address of a receiver of all that OpenTelemetry sends, as its variables of the environment have it:
     * the path of OTLP comes after that of the URL.
     *
     * @throws IllegalArgumentException if it is no URL
     */
    public static URI endpointBelow(String url) {
        return endpoint(uri(url).getPath() == null ? url : url.replaceFirst("/*$", OTLP));
    }

    /** There may be a password in what is no URL as well. */
    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(EXPECTED + ", found no URL: " + e.getReason() + ".", e);
        }
    }
}
