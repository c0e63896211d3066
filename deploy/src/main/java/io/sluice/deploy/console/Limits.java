package io.sluice.deploy.console;

import java.time.Duration;

/** What is kept at most, whatever is on the topics and however many look. */
final class Limits {
    static final int CAMERAS = 256;
    static final int INSTANCES = 32;
    static final int SAMPLES = 300;
    static final int DECISIONS = 200;
    static final int EVENTS = 100;
    static final int POINTS = 64;
    static final int DIRECTIVES = CAMERAS + 1;
    static final int LABELS = 5;
    static final int VIEWERS = 16;

    /** A camera or instance that has been silent for so long is forgotten. */
    static final Duration SILENCE = Duration.ofMinutes(5);

    /** So long labels are shown while later frames of their camera have none. */
    static final Duration LABELS_STAY = Duration.ofSeconds(5);

    /** Longest id of a camera or instance that is shown, in characters. */
    static final int ID = 200;
    /** Longest name of a class, in characters: an answer must fit the header of a response, escaped. */
    static final int LABEL = 120;
    /** Longest other text, in characters. */
    static final int TEXT = 300;

    private Limits() {}

    /** The beginning of {@code text}, if it is too long; null for null. */
    static String text(String text) {
        return cut(text, TEXT);
    }

    /** Likewise of the name of a class. */
    static String label(String name) {
        return cut(name, LABEL);
    }

    private static String cut(String text, int longest) {
        return text == null || text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
