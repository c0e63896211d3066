package io.sluice.ingest.source;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A stream that is fetched over the network.
 *
 * @param url with scheme rtsp, http, https or tcp; may hold a password
 */
public record NetworkStream(String url) implements SourceUri {
    /** To the last '@': a password may hold others, and a slash that should have been escaped. */
    private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^?#]*@");

    private static final Pattern WITH_HOST = Pattern.compile("[A-Za-z]+://(\\[[0-9A-Fa-f:.]+]|[^/:?#\\[\\]\\s]+).*");
    private static final Pattern QUERY_VALUE = Pattern.compile("(?<==)[^&#]+");

    public NetworkStream {
        if (!WITH_HOST.matcher(USER_INFO.matcher(url).replaceFirst("")).matches()) {
            throw new IllegalArgumentException("Source URI '" + withoutSecrets(url)
                    + "' names no host: expected scheme://host[:port]/path, such as rtsp://camera.example/stream.");
        }
    }

    /** What the URL starts with, in lower case. */
    String scheme() {
        return url.substring(0, url.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    /** {@code url} without user, password and the values of its parameters. */
    static String withoutSecrets(String url) {
        String bare = USER_INFO.matcher(url).replaceFirst("");
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
