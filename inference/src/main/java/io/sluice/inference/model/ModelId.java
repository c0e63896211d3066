package io.sluice.inference.model;

import java.util.regex.Pattern;

/**
 * Which weights a model was compiled from.
 *
 * @param name for people, usually the checkpoint's file name without its ending
 * @param weightsSha256 SHA-256 of the checkpoint file, 64 lower-case hex digits
 */
public record ModelId(String name, String weightsSha256) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ModelId {
        if (name.isBlank() || !SHA256.matcher(weightsSha256).matches()) {
            throw new IllegalArgumentException(
                    "Expected a name and a SHA-256, found '" + name + "' and '" + weightsSha256 + "'.");
        }
    }

    /** Name and the first 12 digits of the hash, as labels carry it. */
    @Override
    public String toString() {
        return name + "@" + weightsSha256.substring(0, 12);
    }
}
