package io.sluice.deploy.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A secret that opens the port. Prints as {@code [hidden]}. */
public final class AccessToken {
    static final int SHORTEST = 16;

    private final byte[] secret;

    /**
     * @param secret at least 16 visible ASCII characters, so that it can stand in a header
     * @throws IllegalArgumentException otherwise; the message does not repeat it
     */
    public AccessToken(String secret) {
        if (secret.length() < SHORTEST || !secret.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "Expected an access token of at least " + SHORTEST + " visible ASCII characters.");
        }
        this.secret = secret.getBytes(StandardCharsets.US_ASCII);
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
