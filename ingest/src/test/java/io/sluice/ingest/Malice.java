package io.sluice.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Random;

/** What servers do to a camera that asks for video. */
enum Malice {
    ACCEPTS_AND_SAYS_NOTHING("tcp") {
        @Override
        void treat(Socket peer, OutputStream toPeer) throws IOException {
            waitForPeer(peer);
        }
    },
    HEARS_AND_SAYS_NOTHING("http") {
        @Override
        void treat(Socket peer, OutputStream toPeer) throws IOException {
            waitForPeer(peer);
        }
    },
    SAYS_NOTHING_IN_RTSP("rtsp") {
        @Override
        void treat(Socket peer, OutputStream toPeer) throws IOException {
            waitForPeer(peer);
        }
    },
    DRIBBLES_A_BYTE_A_SECOND("http") {
        @Override
        void treat(Socket peer, OutputStream toPeer) throws IOException, InterruptedException {
            toPeer.write("HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\n\r\n".getBytes(US_ASCII));
            while (true) {
                toPeer.write(0x47);
                Thread.sleep(1000);
            }
        }
    },
    DRIBBLES_HEADERS("http") {
        @Override
        void treat(Socket peer, OutputStream toPeer) throws IOException, InterruptedException {
            while (true) {
                toPeer.write('H');
                Thread.sleep(1000);
            }
        }
    },
    SENDS_ENDLESS_HEADERS("http") {
        @Override
        void treat(Socket peer, OutputStream toPeer) throws IOException {
            toPeer.write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
            for (long i = 0; true; i++) {
                toPeer.write(
                        ("X-" + i + ": " + "x".repeat(1000) + "\r\nSet-Cookie: a" + i + "=b\r\n").getBytes(US_ASCII));
            }
        }
    },
    SENDS_ONE_ENDLESS_HEADER("http") {
        @Override
        void treat(Socket peer, OutputStream toPeer) throws IOException {
            toPeer.write("HTTP/1.1 200 OK\r\nX: ".getBytes(US_ASCII));
            while (true) {
                toPeer.write(new byte[8192]);
            }
        }
    },
    SENDS_ENDLESS_RTSP_HEADERS("rtsp") {
        @Override
        void treat(Socket peer, OutputStream toPeer) throws IOException {
            toPeer.write("RTSP/1.0 200 OK\r\nCSeq: 1\r\n".getBytes(US_ASCII));
            while (true) {
                toPeer.write("X: y\r\n".repeat(1000).getBytes(US_ASCII));
            }
        }
    },
    STATES_A_HUGE_RTSP_BODY("rtsp") {
        @Override
        void treat(Socket peer, OutputStream toPeer) throws IOException {
            toPeer.write("RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 2147483000\r\n\r\n".getBytes(US_ASCII));
            waitForPeer(peer);
        }
    },
    SENDS_GARBAGE("tcp") {
        @Override
        void treat(Socket peer, OutputStream toPeer) throws IOException {
            byte[] garbage = new byte[1 << 16];
            Random random = new Random(1);
            while (true) {
                random.nextBytes(garbage);
                toPeer.write(garbage);
            }
        }
    },
    SENDS_ZEROS("http") {
        @Override
        void treat(Socket peer, OutputStream toPeer) throws IOException {
            toPeer.write("HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\n\r\n".getBytes(US_ASCII));
            while (true) {
                toPeer.write(new byte[1 << 16]);
            }
        }
    },
    CLOSES_AT_ONCE("http") {
        @Override
        void treat(Socket peer, OutputStream toPeer) {
            // Returning closes.
        }
    },
    REDIRECTS_FOR_EVER("http") {
        @Override
        void treat(Socket peer, OutputStream toPeer) throws IOException {
            toPeer.write("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
            waitForPeer(peer);
        }
    },
    REDIRECTS_IN_RTSP_FOR_EVER("rtsp") {
        @Override
        void treat(Socket peer, OutputStream toPeer) throws IOException {
            String location = "rtsp://127.0.0.1:" + peer.getLocalPort() + "/again";
            toPeer.write(("RTSP/1.0 302 Found\r\nCSeq: 1\r\nLocation: " + location + "\r\n\r\n").getBytes(US_ASCII));
            waitForPeer(peer);
        }
    },
    LISTS_ITSELF("http") {
        @Override
        void treat(Socket peer, OutputStream toPeer) throws IOException {
            toPeer.write("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.apple.mpegurl\r\n\r\n".getBytes(US_ASCII));
            String list = """
                    #EXTM3U
                    #EXT-X-TARGETDURATION:1
                    #EXTINF:1,
                    /video.m3u8
                    #EXT-X-ENDLIST
                    """;
            toPeer.write(list.getBytes(US_ASCII));
        }
    };

    private final String scheme;

    Malice(String scheme) {
        this.scheme = scheme;
    }

    /** By which a camera asks. */
    String scheme() {
        return scheme;
    }

    abstract void treat(Socket peer, OutputStream toPeer) throws IOException, InterruptedException;

    /** Reads what it says, until it hangs up. */
    private static void waitForPeer(Socket peer) throws IOException {
        byte[] said = new byte[1024];
        while (peer.getInputStream().read(said) >= 0) {
            // nothing to answer
        }
    }
}
