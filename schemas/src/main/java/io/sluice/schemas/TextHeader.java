package io.sluice.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Header;

/** A header whose value is text in UTF-8. */
record TextHeader(String key, String text) implements Header {
    @Override
    public byte[] value() {
        return text.getBytes(UTF_8);
    }
}
