package io.sluice.inference.image;

/**
 * How large a buffer may stay from one frame to the next. Enough for a picture of 1920 x 1080 ({@value #ALWAYS} bytes) stays
 * always. Enough for 3840 x 2160 ({@value #WHILE_NEEDED} bytes) stays until {@value #PATIENCE} frames in a row needed no more
 * than the former: a camera of such pictures would have its buffers allocated anew for each. What is larger goes at once:
 * there is a decoder for each task, and one hostile picture to each must not occupy the memory of all.
 */
final class KeptBytes {
    static final int ALWAYS = 8 << 20;
    static final int WHILE_NEEDED = 32 << 20;
    static final int PATIENCE = 100;

    private long needed;
    private int smallInARow = PATIENCE;

    /** The frame at hand needs a buffer of this size. */
    void need(long bytes) {
        needed = Math.max(needed, bytes);
    }

    /** Ends a frame: the most bytes that each buffer may keep. */
    int afterFrame() {
        smallInARow = needed > ALWAYS ? 0 : Math.min(PATIENCE, smallInARow + 1);
        needed = 0;
        return smallInARow < PATIENCE ? WHILE_NEEDED : ALWAYS;
    }
}
