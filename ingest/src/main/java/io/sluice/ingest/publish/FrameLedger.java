package io.sluice.ingest.publish;

/** Keeps a camera's {@link FrameCounts}; any thread may write and read. */
public final class FrameLedger {
    private long captured;
    private long published;
    private long shed;
    private long failed;

    public synchronized void captured() {
        captured++;
    }

    public synchronized void published() {
        published++;
    }

    public synchronized void shed() {
        shed++;
    }

    public synchronized void failed() {
        failed++;
    }

    /** All four at one moment. */
    public synchronized FrameCounts counts() {
        return new FrameCounts(captured, published, shed, failed);
    }
}
