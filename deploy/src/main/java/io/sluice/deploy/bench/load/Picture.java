package io.sluice.deploy.bench.load;

import io.sluice.schemas.ImageEncoding;
import java.nio.ByteBuffer;

/**
 * A picture as a camera sends it.
 *
 * @param image a complete file
 * @param width in pixels
 * @param height in pixels
 * @param truth class of the model that is the right answer
 */
record Picture(ByteBuffer image, ImageEncoding encoding, int width, int height, int truth) {
    Picture withTruth(int other) {
        return new Picture(image, encoding, width, height, other);
    }
}
