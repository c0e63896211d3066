package io.sluice.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as far as it goes without a build. */
final class LauncherTest {
    @TempDir
    private Path directory;

    @Test
    void aJavaHomeWithoutJavaIsNamed() throws Exception {
        assertThat(launch(directory))
                .isEqualTo("sluice: JAVA_HOME is " + directory + ", but there is no bin/java in it. status 1");
    }

    @Test
    void anOldJavaIsNamedThroughALinkFromAnyDirectory() throws Exception {
        Path java = Files.createDirectory(directory.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");

        assertThat(launch(directory))
                .isEqualTo("sluice: Java 17 or later is needed, and " + java
                        + " is 11.0.2; install a newer JDK or set JAVA_HOME. status 1");
    }

    private String launch(Path javaHome) throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(
                directory.resolve("link"), Path.of("sluice").toAbsolutePath());
        ProcessBuilder builder = new ProcessBuilder(link.toString(), "--version")
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", javaHome.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        int status = process.waitFor();
        Files.delete(link);
        return said.strip() + " status " + status;
    }
}
