package io.sluice.schemas;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The names of Sluice's topics under one prefix, so that several installations can share a cluster.
 *
 * @param prefix what every name begins with, 1 to 200 of {@code [a-zA-Z0-9._-]}; {@code sluice} gives {@code
 *     sluice.frames}
 */
public record Topics(String prefix) {
    public static final String DEFAULT_PREFIX = "sluice";

    /** What Kafka allows in a topic name; 249 characters at most in all. */
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,200}");

    public Topics {
        if (!LEGAL.matcher(prefix).matches()) {
            throw new IllegalArgumentException("Topic prefix '" + prefix
                    + "' is not a legal topic name: expected 1 to 200 letters, digits, '.', '_' or '-'.");
        }
    }

    /** {@link Frame} by camera: the pictures to label. */
    public String frames() {
        return prefix + ".frames";
    }

    /** {@link FrameLabels} by camera: one answer for each record of {@link #frames()}. */
    public String labels() {
        return prefix + ".labels";
    }

    /** {@link ThroughputReport} by inference instance: one a second. */
    public String metrics() {
        return prefix + ".metrics";
    }

    /** {@link Decision} by inference instance: one for each change of operating point. */
    public String decisions() {
        return prefix + ".decisions";
    }

    /** {@link DeadLetter} by camera: one for each rejected record. */
    public String deadLetters() {
        return prefix + ".dead-letters";
    }

    /** {@link Directive} by what it is about: what operators ask for; the last of each holds. */
    public String control() {
        return prefix + ".control";
    }

    /** {@link LabelEvent} by camera: two for each interval in which a camera showed something. */
    public String events() {
        return prefix + ".events";
    }

    /** All of them, frames first. */
    public List<String> all() {
        return List.of(frames(), labels(), metrics(), decisions(), deadLetters(), control(), events());
    }
}
