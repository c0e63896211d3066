package io.sluice.ingest.source;

import java.util.OptionalLong;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * One opening of one source of pictures. Belongs to one thread, apart from {@link #interrupt()}; used once: {@link
 * #open()}, then {@link #advance()} until it is empty, then {@link #close()}, which is due even if opening failed.
 */
public interface FrameSource extends AutoCloseable {
    /**
     * Connects to the source and finds its pictures. May block.
     *
     * @throws SourceException if there is none to be had
     */
    void open();

    /** Whether the source delivers in its own time and must not be paced, like a camera; known once it is open. */
    boolean live();

    /**
     * Moves on to the next frame, which need not be turned into a picture. May block.
     *
     * @return media time of that frame in microseconds, from any origin; empty at the end
     * @throws SourceException if the source broke off
     */
    OptionalLong advance();

    /**
     * The frame last moved to, scaled.
     *
     * @return {@code uint8 [height, width, 3]}, blue first; this source's own buffer, good until the next call here
     * @throws BadPictureException if this frame is unusable and the next may be fine
     */
    Mat picture();

    /** Frames so far that were damaged on their way and are left out; they are no frames to anybody else. */
    default long undecodable() {
        return 0;
    }

    /** From any thread: makes a call that blocks now, and every later one, fail soon. */
    void interrupt();

    /** Frees everything native. */
    @Override
    void close();
}
