package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class IoReasonTest {
    @Test
    void whatThePlatformSaysByTypeAloneIsSaidInWords() {
        assertThat(IoReason.of(new AccessDeniedException("x.jpg"))).isEqualTo("Access is denied.");
        assertThat(IoReason.of(new NoSuchFileException("x.jpg"))).isEqualTo("There is no such file.");
        assertThat(IoReason.of(new EOFException())).isEqualTo("The file system says no more than EOFException.");
        assertThat(IoReason.of(new FileSystemException("x.jpg")))
                .isEqualTo("The file system says no more than FileSystemException.");
    }

    @Test
    void whatItSaysInWordsIsSaid() {
        assertThat(IoReason.of(new IOException("No space left on device"))).isEqualTo("No space left on device.");
        assertThat(IoReason.of(new IOException("A sentence."))).isEqualTo("A sentence.");
        assertThat(IoReason.of(new FileSystemException("x.jpg", null, "Too many links")))
                .isEqualTo("Too many links.");
    }
}
