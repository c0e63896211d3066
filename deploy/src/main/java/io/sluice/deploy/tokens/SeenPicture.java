package io.sluice.deploy.tokens;

import io.sluice.inference.image.DecodeLimits;
import io.sluice.inference.image.Decoded;
import io.sluice.inference.image.FrameDecoder;
import io.sluice.inference.image.PictureClaim;
import io.sluice.inference.image.PictureFormat;
import io.sluice.inference.model.PictureRegion;
import io.sluice.inference.model.Preprocessing;
import io.sluice.schemas.Frame;
import java.nio.ByteBuffer;

/** A place for one picture, brought to what a model sees of it. For one thread at a time. */
final class SeenPicture implements AutoCloseable {
    private final FrameDecoder decoder;
    private final ByteBuffer pixels;

    /** Empty. */
    SeenPicture(Preprocessing preprocessing) {
        int side = preprocessing.inputSize();
        this.decoder = new FrameDecoder(preprocessing, DecodeLimits.DEFAULT);
        this.pixels = ByteBuffer.allocateDirect(side * side * 3);
    }

    /** Puts a frame here. */
    Decoded put(Frame frame) {
        return switch (frame.getEncoding()) {
            case JPEG -> decoder.decode(frame.getImage(), claim(PictureFormat.JPEG, frame), pixels);
            case PNG -> decoder.decode(frame.getImage(), claim(PictureFormat.PNG, frame), pixels);
            case RGB24 -> decoder.decodeRgb24(frame.getImage(), frame.getWidth(), frame.getHeight(), pixels);
        };
    }

    private static PictureClaim claim(PictureFormat format, Frame frame) {
        return new PictureClaim(format, frame.getWidth(), frame.getHeight());
    }

    /** Puts a JPEG or PNG file here, from position to limit. */
    Decoded put(ByteBuffer file) {
        return decoder.decode(file, pixels);
    }

    /** {@code uint8 [inputSize, inputSize, 3]}; valid until the next picture. */
    ByteBuffer pixels() {
        return pixels.duplicate();
    }

    /** What of the picture is here. */
    PictureRegion region() {
        return decoder.seen();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
