package io.sluice.deploy.console;

/** What comes of the wish for a token map. */
sealed interface MapAnswer {
    /** It is there. */
    record Drawn(MapView map) implements MapAnswer {}

    /**
     * There is none now; there may be one of a later frame, or once a model has been loaded.
     *
     * @param why one sentence
     */
    record Refused(String why) implements MapAnswer {}
}
