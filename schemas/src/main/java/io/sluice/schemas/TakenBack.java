package io.sluice.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Who took a {@link Directive} back: a record without a value says so in its headers. */
public final class TakenBack {
    /** As {@link Directive#getBy()}, text. */
    public static final String BY = "sluice_by";

    private TakenBack() {}

    /** Adds who takes it back. */
    public static void addTo(Headers headers, String by) {
        headers.add(new TextHeader(BY, by));
    }

    /** Who took it back; empty where the record does not say. */
    public static Optional<String> by(Headers headers) {
        Header header = headers.lastHeader(BY);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), UTF_8));
    }
}
