package io.sluice.ingest.source;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A stream that is fetched over the network.
 *
 * @param url with scheme rtsp, http, https or tcp; may hold a password
 */
public record NetworkStream(String url) implements SourceUri {
    /** To the last '@' of all: a password may hold others, and slashes, '?' and '#' that should have been escaped. */
    private static final Pattern USER_INFO = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*:/{1,2})?.*@", Pattern.DOTALL);

    private static final Pattern WITH_HOST = Pattern.compile("[A-Za-z]+://(\\[[0-9A-Fa-f:.]+]|[^/:?#\\[\\]\\s]+).*");
    private static final Pattern QUERY_VALUE = Pattern.compile("(?<==)[^&]+");

    public NetworkStream {
        if (!WITH_HOST.matcher(withoutUserInfo(url)).matches()) {
            throw new IllegalArgumentException("Source URI '" + withoutSecrets(url)
                    + "' names no host: expected scheme://host[:port]/path, such as rtsp://camera.example/stream.");
        }
    }

    /** What the URL starts with, in lower case. */
    String scheme() {
        return url.substring(0, url.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    private static String withoutUserInfo(String url) {
        return USER_INFO.matcher(url).replaceFirst("$1");
    }

    /** {@code url} without user, password and the values of its parameters; good for text that only may be a URL. */
    public static String withoutSecrets(String url) {
        String bare = withoutUserInfo(url);
        int query = bare.indexOf('?');
        return query < 0
                ? bare
                : bare.substring(0, query)
                        + QUERY_VALUE.matcher(bare.substring(query)).replaceAll("***");
    }

    @Override
    public boolean reconnects() {
        return true;
    }

    @Override
    public String toString() {
        return withoutSecrets(url);
    }
}
