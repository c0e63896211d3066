package io.sluice.deploy.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BodyTest {
    private final byte[] buffer = new byte[8];

    @Test
    void whatComesIsReadToItsEnd() {
        try (Body body = new Body(new ByteArrayInputStream(new byte[] {1, 2, 3}), Duration.ofMinutes(1))) {
            assertThat(body.read(buffer)).isEqualTo(3);
            assertThat(body.read(buffer)).isEqualTo(Body.END);
        }
    }

    @Test
    void anAnswerThatStopsComingHasBroken() throws IOException {
        try (PipedOutputStream silent = new PipedOutputStream();
                Body body = new Body(new PipedInputStream(silent), Duration.ofMillis(50))) {
            assertThat(body.read(buffer)).isEqualTo(Body.BROKEN);
        }
    }

    @Test
    void aConnectionThatFailsHasBroken() {
        try (Body body = new Body(new PipedInputStream(), Duration.ofMinutes(1))) {
            assertThat(body.read(buffer)).isEqualTo(Body.BROKEN);
        }
    }
}
