package io.sluice.ingest;

import static io.sluice.ingest.IngestHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ingest.pacing.Ticker;
import io.sluice.ingest.source.SourceTimeouts;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Servers that mean a camera ill: it is free again in bounded time, and nothing grows however often it happens. {@code
 * -Dsluice.hostile.connections=500} makes more connections than the build does.
 */
class HostileServerTest {
    private static final System.Logger LOG = System.getLogger(HostileServerTest.class.getName());
    private static final int CONNECTIONS = Integer.getInteger("sluice.hostile.connections", 60);
    private static final SourceTimeouts SHORT = new SourceTimeouts(Duration.ofMillis(300), Duration.ofMillis(300));

    /** The Java runtime's own tables and the C library's arenas breathe. */
    private static final long MOST_GROWTH_BYTES = 48L << 20;

    private final List<HostileServer> servers = new ArrayList<>();

    /** Loading them takes seconds on a busy machine, and is no server's fault. */
    @BeforeAll
    static void loadNatives() {
        Loader.load(avformat.class);
        Loader.load(opencv_imgcodecs.class);
    }

    @AfterEach
    void close() throws Exception {
        for (HostileServer server : servers) {
            server.close();
        }
    }

    private CameraSpec camera(Malice malice) throws Exception {
        HostileServer server = new HostileServer(malice::treat);
        servers.add(server);
        return CameraSpec.of(malice.name(), server.uri(malice.scheme()), CaptureSettings.DEFAULT);
    }

    /** Either the timeout ends it, or the grace after which its thread would be left behind: neither is needed twice. */
    @ParameterizedTest
    @EnumSource(Malice.class)
    void aCameraIsFreeInBoundedTimeAndTriesAgain(Malice malice) throws Exception {
        try (IngestHarness harness = new IngestHarness(SHORT, camera(malice))) {
            harness.ingest().start();

            await("given up", () -> harness.status(malice.name()).state() == CameraState.RECONNECTING);
            Duration taken = Duration.ofNanos(System.nanoTime() - servers.get(0).firstAcceptedNanos());
            await("tried again", () -> servers.get(0).connections() > 1);

            assertThat(taken).isLessThan(SHORT.open().plus(CallGuard.GRACE));
            assertThat(harness.status(malice.name()).message()).contains("; next attempt in");
            assertThat(harness.records(malice.name())).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void threadsAndNativeMemoryDoNotGrowWithTheConnections() throws Exception {
        List<CameraSpec> cameras = new ArrayList<>();
        for (Malice malice : Malice.values()) {
            cameras.add(camera(malice));
        }
        try (IngestHarness harness = new IngestHarness(new Hasty(), SHORT, cameras.toArray(CameraSpec[]::new))) {
            harness.ingest().start();
            await("all have been treated badly", () -> fewest() >= 2);
            Burden before = Burden.now();
            int first = connections();
            await("again and again", () -> fewest() >= 2 + CONNECTIONS / servers.size());
            Burden after = Burden.now();

            LOG.log(
                    System.Logger.Level.INFO,
                    "After {0} connections {1}, after {2} more {3}.",
                    first,
                    before,
                    connections() - first,
                    after);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 2);
            assertThat(after.nativeBytes() - before.nativeBytes()).isLessThan(MOST_GROWTH_BYTES);
            assertThat(after.pointerBytes() - before.pointerBytes()).isLessThan(1 << 20);
        }
    }

    /** Connections to the server that has had the fewest. */
    private int fewest() {
        return servers.stream().mapToInt(HostileServer::connections).min().orElseThrow();
    }

    private int connections() {
        return servers.stream().mapToInt(HostileServer::connections).sum();
    }

    /** Threads but those of the servers; memory outside the heap, and of it what JavaCPP has allocated. */
    private record Burden(long threads, long nativeBytes, long pointerBytes) {
        static Burden now() throws Exception {
            long threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("sluice-"))
                    .count();
            return new Burden(threads, NativeMemory.bytes(), Pointer.totalBytes());
        }

        @Override
        public String toString() {
            return threads + " threads (" + ManagementFactory.getThreadMXBean().getThreadCount()
                    + " with the servers'), " + (nativeBytes >> 20) + " MiB native, " + pointerBytes
                    + " bytes of JavaCPP's";
        }
    }

    /** Real time, but nobody waits long: not before the next attempt, nor between two looks of the watchdog. */
    private static final class Hasty implements Ticker {
        private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(50).toNanos();

        private final Ticker system = Ticker.system();

        @Override
        public long nanos() {
            return system.nanos();
        }

        @Override
        public void pause(long nanos) throws InterruptedException {
            system.pause(Math.min(nanos, LONGEST_PAUSE_NANOS));
        }
    }
}
