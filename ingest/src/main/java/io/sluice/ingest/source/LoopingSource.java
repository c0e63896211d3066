package io.sluice.ingest.source;

import java.util.OptionalLong;
import java.util.function.Supplier;
import org.bytedeco.opencv.opencv_core.Mat;

/** Starts a finite source again whenever it ends; media time goes on as if the copies stood behind each other. */
final class LoopingSource implements FrameSource {
    private final Supplier<FrameSource> sources;
    private volatile FrameSource current;
    private volatile boolean interrupted;
    private long offsetMicros;
    private long firstMicros;
    private long lastMicros;
    private long intervalMicros;
    private long framesOfThisPass;
    private long undecodableBefore;

    LoopingSource(Supplier<FrameSource> sources) {
        this.sources = sources;
        current = sources.get();
    }

    @Override
    public void open() {
        current.open();
    }

    @Override
    public boolean live() {
        return current.live();
    }

    @Override
    public OptionalLong advance() {
        OptionalLong micros = current.advance();
        if (micros.isEmpty() && framesOfThisPass > 0 && !current.live()) {
            rewind();
            micros = current.advance();
        }
        return micros.isPresent() ? OptionalLong.of(offsetMicros + place(micros.getAsLong())) : micros;
    }

    /** Time since the first frame of this pass. */
    private long place(long micros) {
        if (framesOfThisPass++ == 0) {
            firstMicros = micros;
        } else {
            intervalMicros = Math.max(0, micros - firstMicros - lastMicros);
        }
        lastMicros = micros - firstMicros;
        return lastMicros;
    }

    private void rewind() {
        offsetMicros += lastMicros + intervalMicros;
        framesOfThisPass = 0;
        undecodableBefore += current.undecodable();
        current.close();
        current = sources.get();
        if (interrupted) {
            current.interrupt();
        }
        current.open();
    }

    @Override
    public Mat picture() {
        return current.picture();
    }

    @Override
    public long undecodable() {
        return undecodableBefore + current.undecodable();
    }

    @Override
    public void interrupt() {
        interrupted = true;
        current.interrupt();
    }

    @Override
    public void close() {
        current.close();
    }
}
