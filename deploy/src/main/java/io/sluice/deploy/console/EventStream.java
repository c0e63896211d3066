package io.sluice.deploy.console;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Server-sent events as the WHATWG HTML standard writes them, on the thread of the request. Not Javalin's own (7.2.3): that
 * streams on a thread of a pool, and where the browser leaves at the wrong moment goes on with a request that is no longer
 * there, failing for ever.
 */
final class EventStream {
    private final OutputStream out;

    private EventStream(OutputStream out) {
        this.out = out;
    }

    /** Answers {@code request} with a stream that lasts until the request's handler returns. */
    static EventStream begin(Context request) throws IOException {
        request.contentType("text/event-stream")
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no"); // a proxy would keep events back until it has many
        EventStream stream =
                new EventStream(request.res().getOutputStream()); // past Javalin's compression, which would too
        stream.flush("");
        return stream;
    }

    /**
     * Sends one event.
     *
     * @param json one line
     * @throws IOException where nobody listens any more
     */
    void send(String event, String json) throws IOException {
        flush("event: " + event + "\ndata: " + json + "\n\n");
    }

    /** Sends what a browser takes no notice of, and fails as {@link #send} does. */
    void beat() throws IOException {
        flush(":\n\n");
    }

    private void flush(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
