package io.sluice.inference.model;

import java.util.Locale;

/** Why a record is rejected, in a word; the sentence in its answer says more. The words are a contract with dashboards. */
public enum RejectReason {
    /** It is no frame record. */
    RECORD,
    /** A frame that contradicts itself, or its key. */
    CONTRACT,
    /** What it holds is no picture that can be read. */
    PICTURE;

    /** The word. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
