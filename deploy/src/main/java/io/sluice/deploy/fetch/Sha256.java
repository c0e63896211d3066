package io.sluice.deploy.fetch;

import io.sluice.deploy.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes of files, in 64 lower-case hex digits. */
final class Sha256 {
    private static final int AT_ONCE_BYTES = 1 << 20;

    private Sha256() {}

    static String of(Path file) {
        MessageDigest digest = digest();
        byte[] buffer = new byte[AT_ONCE_BYTES];
        try (InputStream from = Files.newInputStream(file)) {
            for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
                digest.update(buffer, 0, length);
            }
        } catch (IOException e) {
            throw new FetchException("Cannot read " + file + ": " + IoReason.of(e), e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
