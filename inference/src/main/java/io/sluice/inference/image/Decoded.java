package io.sluice.inference.image;

/** What became of an encoded frame. A bad frame is an outcome, never an exception. */
public sealed interface Decoded {
    /** The pixels are in the slot. */
    Decoded READY = new Ready();

    /** See {@link #READY}. */
    record Ready() implements Decoded {}

    /**
     * The slot holds nothing of use.
     *
     * @param reason one sentence for the one who sent the frame
     */
    record Unreadable(String reason) implements Decoded {}
}
