package io.sluice.deploy.cli;

import io.sluice.inference.control.CameraPolicy;
import io.sluice.inference.control.Freshness;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A camera's policy as operators write it: {@code all}, {@code newest} or {@code latest}, and what differs from the usual:
 * {@code latest,max-age=500ms,deadline=200ms,weight=2}.
 *
 * @param option that it is the value of
 * @param usual holds for what the text does not say
 */
record PolicyText(String option, CameraPolicy usual) {
    private static final String MAX_AGE = "max-age";
    private static final String DEADLINE = "deadline";
    private static final String WEIGHT = "weight";
    private static final Set<String> KEYS = Set.of(MAX_AGE, DEADLINE, WEIGHT);

    /** @throws IllegalArgumentException with one sentence that says what is wrong */
    CameraPolicy parse(String text) {
        List<String> parts = List.of(text.split(",", -1));
        Map<String, String> values = new HashMap<>();
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? part : part.substring(0, equals);
            if (equals < 0 || !KEYS.contains(key) || values.put(key, part.substring(equals + 1)) != null) {
                throw wrong("max-age, deadline and weight, each at most once and with a value", part);
            }
        }
        Duration deadline = values.containsKey(DEADLINE) ? duration(values.get(DEADLINE)) : usual.deadline();
        double weight = values.containsKey(WEIGHT) ? number(values.get(WEIGHT)) : usual.weight();
        return new CameraPolicy(freshness(parts.get(0), values, deadline), deadline, weight);
    }

    private Freshness freshness(String name, Map<String, String> values, Duration deadline) {
        if (values.containsKey(MAX_AGE) && !name.equals("latest")) {
            throw wrong("max-age only with latest", name);
        }
        return switch (name) {
            case "all" -> new Freshness.All();
            case "newest" -> new Freshness.Newest();
            case "latest" ->
                new Freshness.Latest(values.containsKey(MAX_AGE) ? duration(values.get(MAX_AGE)) : deadline);
            default -> throw wrong("all, latest or newest", name);
        };
    }

    private Duration duration(String text) {
        try {
            Duration duration = Durations.parse(text);
            if (!duration.isZero()) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            // The sentence below says what is expected here.
        }
        throw wrong("a duration above zero such as 500ms or 2s", text);
    }

    private double number(String text) {
        try {
            double number = Double.parseDouble(text);
            if (number > 0 && number <= Double.MAX_VALUE) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The sentence below says what is expected here.
        }
        throw wrong("a weight above zero", text);
    }

    private IllegalArgumentException wrong(String expected, String found) {
        return new IllegalArgumentException("Option " + option + ": expected " + expected + ", found '" + found + "'.");
    }
}
