package io.sluice.inference.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A token reducer and its parameters as the user writes them, everywhere the same: {@code none}, {@code ppt:r=50},
 * {@code ppt:r=50,threshold=7e-5,blocks=3+6+9}, {@code evit:keep=0.7}. This is the syntax only; which methods exist and
 * what their parameters mean is the reducers' business.
 *
 * @param method lower-case name of the method
 * @param parameters values by lower-case name
 */
public record ReducerSpec(String method, Map<String, String> parameters) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9.+-]+");
    private static final String EXPECTED = "expected method[:name=value,...], such as none, ppt:r=50 or evit:keep=0.7";

    /** Nothing is reduced: the dense model. */
    public static final ReducerSpec NONE = new ReducerSpec("none", Map.of());

    public ReducerSpec {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        requireMatch(NAME, method);
        parameters.keySet().forEach(name -> requireMatch(NAME, name));
        parameters.values().forEach(value -> requireMatch(VALUE, value));
    }

    /**
     * Reads a spec.
     *
     * @throws IllegalArgumentException with one sentence that says what is wrong with {@code text}
     */
    public static ReducerSpec parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new ReducerSpec(text, Map.of());
        }
        Map<String, String> parameters = new TreeMap<>();
        for (String parameter : text.substring(colon + 1).split(",", -1)) {
            int equals = parameter.indexOf('=');
            if (equals < 0) {
                throw malformed(text, "'" + parameter + "' has no '='");
            }
            String name = parameter.substring(0, equals);
            if (parameters.put(name, parameter.substring(equals + 1)) != null) {
                throw malformed(text, "'" + name + "' is given twice");
            }
        }
        return new ReducerSpec(text.substring(0, colon), parameters);
    }

    /** The text that {@link #parse} reads as this spec; parameters in alphabetical order. */
    @Override
    public String toString() {
        return parameters.isEmpty()
                ? method
                : parameters.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                        .collect(Collectors.joining(",", method + ":", ""));
    }

    private static void requireMatch(Pattern pattern, String part) {
        if (!pattern.matcher(part).matches()) {
            throw new IllegalArgumentException("Reducer spec has an ill-formed part '" + part + "': " + EXPECTED + ".");
        }
    }

    private static IllegalArgumentException malformed(String text, String why) {
        return new IllegalArgumentException("Reducer spec '" + text + "': " + why + "; " + EXPECTED + ".");
    }
}
