package io.sluice.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real weights, photographs and reference vectors, which are no part of the project. */
public final class TestData {
    private TestData() {}

    /** A file or folder; the test is skipped where it is absent. */
    public static Path require(String name) {
        Path path =
                Path.of(System.getProperty("sluice.testdata", "../../shared")).resolve(name);
        assumeTrue(Files.exists(path), () -> "No test data at " + path + " (-Dsluice.testdata=DIR)");
        return path;
    }
}
