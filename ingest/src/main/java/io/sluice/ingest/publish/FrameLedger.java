package io.sluice.ingest.publish;

/** Keeps a camera's {@link FrameCounts} and {@link FrameTimes}; any thread may write and read. */
public final class FrameLedger {
    private long captured;
    private long published;
    private long shed;
    private long failed;
    private long encodeNanos;
    private long acknowledgeNanos;

    public synchronized void captured() {
        captured++;
    }

    /** A frame was made a record, or could not be, and that took {@code nanos}. */
    public synchronized void encoded(long nanos) {
        encodeNanos += nanos;
    }

    /** Kafka has a frame, {@code nanos} after its producer got it. */
    public synchronized void published(long nanos) {
        published++;
        acknowledgeNanos += nanos;
    }

    public synchronized void shed() {
        shed++;
    }

    public synchronized void failed() {
        failed++;
    }

    /** Both at one moment. */
    public synchronized FrameTimes times() {
        return new FrameTimes(encodeNanos, acknowledgeNanos);
    }

    /** All four at one moment. */
    public synchronized FrameCounts counts() {
        return new FrameCounts(captured, published, shed, failed);
    }
}
