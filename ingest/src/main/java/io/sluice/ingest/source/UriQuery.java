package io.sluice.ingest.source;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** What stands behind the question mark of a {@code synthetic:} or {@code device:} URI. */
final class UriQuery {
    private final String uri;
    private final String base;
    private final Map<String, String> values = new TreeMap<>();

    /** Reads {@code text}, which may have no query at all; only {@code known} parameters may occur, each once. */
    UriQuery(String text, Set<String> known) {
        int mark = text.indexOf('?');
        uri = text;
        base = mark < 0 ? text : text.substring(0, mark);
        if (mark >= 0) {
            for (String parameter : text.substring(mark + 1).split("&", -1)) {
                add(parameter, known);
            }
        }
    }

    private void add(String parameter, Set<String> known) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        if (equals < 0 || !known.contains(name)) {
            throw malformed("'" + parameter + "'", "name=value with one of " + String.join(", ", known));
        }
        if (values.put(name, parameter.substring(equals + 1)) != null) {
            throw malformed("'" + name + "' twice", "each parameter once");
        }
    }

    /** What stands before the question mark. */
    String base() {
        return base;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /**
     * One parameter.
     *
     * @param expected what a good value is, for the message
     * @param reader throws NumberFormatException on a bad one
     */
    <T> T get(String name, T absent, String expected, Function<String, T> reader) {
        String value = values.get(name);
        if (value == null) {
            return absent;
        }
        try {
            return reader.apply(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(message(name + "=" + value, expected), e);
        }
    }

    private IllegalArgumentException malformed(String found, String expected) {
        return new IllegalArgumentException(message(found, expected));
    }

    private String message(String found, String expected) {
        return "Source URI '" + uri + "' has " + found + ": expected " + expected + ".";
    }
}
