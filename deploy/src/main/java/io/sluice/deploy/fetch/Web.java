package io.sluice.deploy.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Asks servers for files, through redirections. Plain http is refused, at the start and after a redirection, unless the
 * server is this machine or the file's hash is known beforehand: anyone on the way could change the weights.
 */
final class Web {
    private static final int MOST_REDIRECTIONS = 5;
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(20);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
    private static final Pattern SHA256 = Pattern.compile("\"?([0-9a-f]{64})\"?");

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_WITHIN)
            .build();

    /** By what it shows that nobody changed a file on its way. */
    enum Trust {
        /** What comes will be compared with a hash that the operator gave. */
        HASH_KNOWN,
        /** By the connection to the server alone. */
        SERVER_ONLY
    }

    /**
     * A server's answer to be read and closed.
     *
     * @param from what answered in the end
     * @param response with the rest of the file, or all of it
     * @param sha256 of the whole file, as the hub states it in its redirection
     */
    record Answer(URI from, HttpResponse<InputStream> response, Optional<String> sha256) {
        int status() {
            return response.statusCode();
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        /** Of what is sent now. */
        OptionalLong length() {
            return response.headers().firstValueAsLong("Content-Length");
        }
    }

    /**
     * Asks for a file from byte {@code start} on.
     *
     * @param tag the entity tag that the first bytes came with; where it is no longer the file's, all of the file comes
     * @param trust by what it shows that nobody changed what comes
     * @throws FetchException where there is no answer
     */
    Answer get(URI uri, long start, String tag, Trust trust) {
        URI from = uri;
        Optional<String> sha256 = Optional.empty();
        for (int i = 0; i <= MOST_REDIRECTIONS; i++) {
            requireSafe(from, trust);
            HttpResponse<InputStream> response = send(from, start, tag);
            sha256 = sha256.or(() -> linkedHash(response));
            Optional<String> location = response.headers().firstValue("Location");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return new Answer(from, response, sha256);
            }
            close(response);
            from = redirected(from, location.get());
        }
        throw new FetchException(
                "Cannot fetch " + shown(uri) + ": it is redirected more than " + MOST_REDIRECTIONS + " times.");
    }

    private HttpResponse<InputStream> send(URI uri, long start, String tag) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(ANSWER_WITHIN).header("User-Agent", "sluice");
        if (start > 0) {
            request.header("Range", "bytes=" + start + "-").header("If-Range", tag);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new FetchException("Cannot fetch " + shown(uri) + ": " + reason(uri, e) + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FetchException("Cannot fetch " + shown(uri) + ": interrupted.", e);
        }
    }

    private static String reason(URI uri, IOException e) {
        if (e instanceof HttpTimeoutException) {
            return uri.getHost() + " does not answer in time";
        }
        if (e.getCause() instanceof UnresolvedAddressException || e.getCause() instanceof UnknownHostException) {
            return "there is no host " + uri.getHost();
        }
        if (e instanceof ConnectException) {
            return uri.getHost() + " cannot be reached";
        }
        return "the connection to " + uri.getHost() + " failed: " + e.getMessage();
    }

    private static void requireSafe(URI uri, Trust trust) {
        if (uri.getScheme().equalsIgnoreCase("http") && trust == Trust.SERVER_ONLY && !isThisMachine(uri)) {
            throw new FetchException("Cannot fetch " + shown(uri)
                    + ": plain http can be tampered with, so it needs --sha256, or https in its place.");
        }
    }

    private static boolean isThisMachine(URI uri) {
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        boolean literal = host.matches("127\\.[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:]*");
        try {
            return host.equalsIgnoreCase("localhost")
                    || (literal && InetAddress.getByName(host).isLoopbackAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static URI redirected(URI from, String location) {
        try {
            URI to = from.resolve(location);
            if (to.getHost() != null
                    && to.getPort() <= ModelSource.LARGEST_PORT
                    && to.getScheme().matches("(?i)https?")) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            throw new FetchException("Cannot fetch " + shown(from) + ": it is redirected to no address.", e);
        }
        throw new FetchException(
                "Cannot fetch " + shown(from) + ": it is redirected to what is neither http nor https.");
    }

    /** Large files of the hub are known by their SHA-256. */
    private static Optional<String> linkedHash(HttpResponse<?> response) {
        return response.headers()
                .firstValue("X-Linked-Etag")
                .map(SHA256::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1));
    }

    static void close(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new FetchException("Cannot end the answer of " + shown(response.uri()) + ": " + e.getMessage(), e);
        }
    }

    /** Without what may be secret: user, password and query. */
    static String shown(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + uri.getPath();
    }
}
