package io.sluice.ingest.source;

import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends FFmpeg's blocking input. While FFmpeg waits for a socket it asks a callback, ten times a second, whether to give
 * up. JavaCPP has room for ten callbacks of a type in a process, so all inputs share one without state; each has a flag
 * of its own in native memory.
 */
final class Interrupt {
    private static final AVIOInterruptCB.Callback_Pointer IS_RAISED = new IsRaised();

    /** Freed with this object, never earlier: an open input knows its address. */
    private final BytePointer flag = new BytePointer(1).put((byte) 0);

    void attachTo(AVFormatContext context) {
        context.interrupt_callback().callback(IS_RAISED);
        context.interrupt_callback().opaque(flag);
    }

    void raise() {
        flag.put((byte) 1);
    }

    boolean raised() {
        return flag.get() != 0;
    }

    private static final class IsRaised extends AVIOInterruptCB.Callback_Pointer {
        @Override
        public int call(Pointer opaque) {
            return new BytePointer(opaque).get();
        }
    }
}
