package io.sluice.deploy.console;

import java.nio.ByteBuffer;

/**
 * A picture as browsers take it.
 *
 * @param contentType {@code image/jpeg} or {@code image/png}
 * @param file the whole of it, from position to limit; not to be changed
 */
record Picture(String contentType, ByteBuffer file) {
    byte[] bytes() {
        byte[] bytes = new byte[file.remaining()];
        file.duplicate().get(bytes);
        return bytes;
    }
}
