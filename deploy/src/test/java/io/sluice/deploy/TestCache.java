package io.sluice.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What commands under test remember goes with the build, never to the cache of whoever runs it. */
public final class TestCache {
    /** One for all tests of a build. */
    public static final Path DIRECTORY = directory();

    private TestCache() {}

    private static Path directory() {
        try {
            return Files.createTempDirectory(Path.of("target"), "cache");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
