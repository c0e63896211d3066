package io.sluice.inference.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.inference.model.Preprocessing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A JSON object of settings, read with errors that name file and key.
 *
 * @param file where it is
 * @param json the object
 */
record Settings(Path file, JsonNode json) {
    private static final int LARGEST_PICTURE = 1 << 14;

    boolean has(String key) {
        return json.hasNonNull(key);
    }

    /** The value of a key; a missing node where it is absent or null. */
    JsonNode at(String key) {
        JsonNode value = json.path(key);
        return value.isNull() ? json.path("") : value;
    }

    /** An object inside this one. */
    Optional<Settings> inner(String key) {
        return at(key).isObject() ? Optional.of(new Settings(file, at(key))) : Optional.empty();
    }

    /** Whether something is to be done. */
    boolean flag(String key, boolean usual) {
        if (has(key) && !at(key).isBoolean()) {
            throw wrong(key, "true or false");
        }
        return at(key).asBoolean(usual);
    }

    /** A side of a picture, in pixels. */
    int pixels(String key) {
        return pixels(key, at(key));
    }

    int pixels(String key, JsonNode value) {
        if (!value.isInt() || value.asInt() < 1 || value.asInt() > LARGEST_PICTURE) {
            throw wrong(key, "a number of pixels from 1 to " + LARGEST_PICTURE);
        }
        return value.asInt();
    }

    /** A positive number. */
    double positive(String key, double usual) {
        double value = at(key).asDouble(at(key).isMissingNode() ? usual : Double.NaN);
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw wrong(key, "a number above 0");
        }
        return value;
    }

    /** A number for each colour. */
    List<Double> colours(String key, List<Double> usual) {
        if (at(key).isMissingNode()) {
            return usual;
        }
        List<Double> values = new ArrayList<>();
        for (JsonNode value : at(key)) {
            values.add(value.isNumber() ? value.asDouble() : Double.NaN);
        }
        if (values.size() != usual.size() || !values.stream().allMatch(Double::isFinite)) {
            throw wrong(key, "three numbers");
        }
        return values;
    }

    /** Preprocessing whose constructor says what is wrong with the settings together. */
    Preprocessing preprocessing(Supplier<Preprocessing> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new CheckpointException("Configuration " + file + ": " + e.getMessage(), e);
        }
    }

    CheckpointException wrong(String key, String expected) {
        String found = at(key).isMissingNode() ? "nothing" : shortened(at(key).toString());
        return new CheckpointException(
                "Configuration " + file + " has " + found + " as '" + key + "': expected " + expected + ".");
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }
}
