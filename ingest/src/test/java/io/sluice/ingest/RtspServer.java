package io.sluice.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.assertj.core.api.Assumptions;

/** GStreamer's RTSP server in a process of its own, which can be killed or stopped like a camera's. */
final class RtspServer implements AutoCloseable {
    private final Path video;
    private final int port;
    private Process process;

    /** Starts a server; the test is skipped where it is not installed. */
    RtspServer(Path video) throws Exception {
        this.video = video;
        port = freePort();
        start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String uri() {
        return "rtsp://127.0.0.1:" + port + "/video";
    }

    void start() throws IOException, URISyntaxException {
        Path script = Path.of(RtspServer.class.getResource("/rtsp_server.py").toURI());
        Path python = Path.of("/usr/bin/python3");
        Assumptions.assumeThat(python).exists();
        process = new ProcessBuilder(python.toString(), script.toString(), String.valueOf(port), video.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        Assumptions.assumeThat(output.readLine())
                .as("RTSP server; needs the Debian packages gir1.2-gst-rtsp-server-1.0, gstreamer1.0-plugins-base,"
                        + " gstreamer1.0-plugins-good, gstreamer1.0-plugins-bad and python3-gi")
                .isEqualTo("ready");
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Stops it without closing a connection: to its peers it hangs. */
    void hang() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        kill();
    }
}
