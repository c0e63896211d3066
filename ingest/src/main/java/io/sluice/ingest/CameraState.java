package io.sluice.ingest;

/** What a camera is doing. */
public enum CameraState {
    /** Being opened for the first time. */
    OPENING,
    /** Delivering frames. */
    RUNNING,
    /** Lost, or not there yet; will be opened again. */
    RECONNECTING,
    /** Played to its end. */
    ENDED,
    /** Broken in a way that trying again does not mend. */
    FAILED,
    /** Stopped because ingest was closed. */
    STOPPED;

    /** Whether no further frame will come. */
    public boolean isFinal() {
        return this == ENDED || this == FAILED || this == STOPPED;
    }
}
