package io.sluice.deploy.endtoend;

import io.sluice.schemas.ImageEncoding;
import java.nio.ByteBuffer;

/**
 * A picture and what is said about it.
 *
 * @param kind what was done to it, in a word or two
 * @param expected what must become of it
 * @param encoding as said
 * @param width as said, in pixels
 * @param height as said, in pixels
 * @param image the file
 */
record HostilePicture(
        String kind, HostileFrame.Expected expected, ImageEncoding encoding, int width, int height, ByteBuffer image) {

    static HostilePicture bad(String kind, ImageEncoding encoding, int width, int height, byte[] image) {
        return new HostilePicture(
                kind, HostileFrame.Expected.REJECTED, encoding, width, height, ByteBuffer.wrap(image));
    }

    static HostilePicture unusual(String kind, ImageEncoding encoding, int width, int height, byte[] image) {
        return new HostilePicture(
                kind, HostileFrame.Expected.LABELLED, encoding, width, height, ByteBuffer.wrap(image));
    }

    static HostilePicture damaged(String kind, ImageEncoding encoding, int width, int height, byte[] image) {
        return new HostilePicture(kind, HostileFrame.Expected.EITHER, encoding, width, height, ByteBuffer.wrap(image));
    }
}
