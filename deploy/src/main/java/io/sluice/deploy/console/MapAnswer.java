package io.sluice.deploy.console;

/** What comes of the wish for a token map. */
sealed interface MapAnswer {
    /** It is there. */
    record Drawn(MapView map) implements MapAnswer {}

    /**
     * There is none.
     *
     * @param why one sentence
     * @param lasting whether asking again is of no use
     */
    record Refused(String why, boolean lasting) implements MapAnswer {}

    static MapAnswer notNow(String why) {
        return new Refused(why, false);
    }

    static MapAnswer never(String why) {
        return new Refused(why, true);
    }
}
