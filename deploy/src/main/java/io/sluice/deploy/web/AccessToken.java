package io.sluice.deploy.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A secret that opens the port. Prints as {@code [hidden]}. */
public final class AccessToken {
    static final int SHORTEST = 16;

    /** Mean something in the cookie that a browser presents it in. */
    private static final String NOT_IN_COOKIES = "\",;\\";

    private final byte[] secret;

    /**
     * @param secret at least 16 visible ASCII characters without {@code " , ; \}, so that it can stand in a header and in a cookie
     * @throws IllegalArgumentException otherwise; the message does not repeat it
     */
    public AccessToken(String secret) {
        if (secret.length() < SHORTEST || !secret.chars().allMatch(AccessToken::isAllowed)) {
            throw new IllegalArgumentException("Expected an access token of at least " + SHORTEST
                    + " visible ASCII characters, none of them one of " + NOT_IN_COOKIES);
        }
        this.secret = secret.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isAllowed(int character) {
        return character > ' ' && character < 127 && NOT_IN_COOKIES.indexOf(character) < 0;
    }

    /** Whether {@code presented} is it; takes as long whatever it is. */
    boolean matches(String presented) {
        return MessageDigest.isEqual(secret, presented.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "[hidden]";
    }
}
