package io.sluice.deploy.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.deploy.web.PortTakenException;
import io.sluice.deploy.web.WebServer;
import io.sluice.deploy.web.WebSettings;
import io.sluice.schemas.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The console on another port than the one that was wanted; there is no Kafka. */
class ConsolePortTest {
    private static final int ANY_FREE = 0;

    @Test
    void whereItsPortIsTakenItIsServedOnAnother() throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket taken = new ServerSocket(ANY_FREE, 1, here);
                Console console = console()) {
            WebSettings wanted = new WebSettings(here, taken.getLocalPort(), Optional.empty());
            assertThatThrownBy(() -> new WebServer(wanted, List.of(console))).isInstanceOf(PortTakenException.class);

            try (WebServer other = new WebServer(new WebSettings(here, ANY_FREE, Optional.empty()), List.of(console))) {
                assertThat(other.port()).isNotEqualTo(taken.getLocalPort());
            }
        }
    }

    private static Console console() {
        return new Console(
                new ConsoleSettings(new Topics("nowhere"), Frames.SHOWN, List.of()),
                Map.of("bootstrap.servers", "localhost:1"),
                InstantSource.system(),
                System::nanoTime);
    }
}
