package io.sluice.inference.model;

import java.util.Locale;

/** Why a frame is given up, in a word; the sentence in its answer says more. The words are a contract with dashboards. */
public enum ShedReason {
    /** Its answer would be older than its camera's max-age. */
    STALE,
    /** Cameras of more weight come first. */
    OUTWEIGHED,
    /** A newer frame of its camera is there, and it wants no other. */
    SUPERSEDED;

    /** The word. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
