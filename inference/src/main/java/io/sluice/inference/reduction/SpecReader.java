package io.sluice.inference.reduction;

import io.sluice.inference.model.ReducerSpec;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the parameters of a spec, and refuses those that nobody read. */
final class SpecReader {
    private static final Pattern PLUS = Pattern.compile("\\+");

    private final ReducerSpec spec;
    private final Set<String> read = new HashSet<>();

    SpecReader(ReducerSpec spec) {
        this.spec = spec;
    }

    /** A parameter, or empty where the spec leaves it out. */
    <T> Optional<T> read(String name, String expected, Function<String, Optional<T>> parse) {
        read.add(name);
        return Optional.ofNullable(spec.parameters().get(name))
                .map(value -> parsed(value, parse).orElseThrow(() -> wrong(name, value, expected)));
    }

    /** What parsing gives; empty too where the parser threw. */
    private static <T> Optional<T> parsed(String value, Function<String, Optional<T>> parse) {
        try {
            return parse.apply(value);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    Optional<Integer> wholeNumber(String name, String expected, int least) {
        return read(name, expected, text -> Optional.of(Integer.parseInt(text)).filter(value -> value >= least));
    }

    Optional<Double> number(String name, String expected, DoublePredicate fits) {
        return read(
                name,
                expected,
                text -> Optional.of(new BigDecimal(text).doubleValue()).filter(fits::test));
    }

    Optional<Boolean> flag(String name) {
        return read(name, "true or false", text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    /** Numbers of blocks joined by '+', in ascending order. */
    Optional<List<Integer>> blocks(String name) {
        return read(name, "different block numbers joined by +, such as 3+6+9", text -> {
            List<Integer> blocks =
                    Arrays.stream(PLUS.split(text, -1)).map(Integer::parseInt).toList();
            List<Integer> ordered = List.copyOf(new TreeSet<>(blocks));
            return Optional.of(ordered).filter(all -> all.size() == blocks.size() && all.get(0) >= 0);
        });
    }

    IllegalArgumentException missing(String name, String expected) {
        return new IllegalArgumentException(
                "Reducer '" + spec + "' does not say " + name + ": expected " + name + "=" + expected + ".");
    }

    /** To be called when all parameters were read. */
    void requireNothingElse() {
        Set<String> unknown = new TreeSet<>(spec.parameters().keySet());
        unknown.removeAll(read);
        if (!unknown.isEmpty()) {
            String known =
                    read.isEmpty() ? "none" : new TreeSet<>(read).stream().collect(Collectors.joining(", "));
            throw new IllegalArgumentException("Reducer '" + spec + "' has the unknown parameter '"
                    + String.join("', '", unknown) + "': expected " + known + ".");
        }
    }

    private IllegalArgumentException wrong(String name, String value, String expected) {
        return new IllegalArgumentException(
                "Reducer '" + spec + "' has " + name + "=" + value + ": expected " + expected + ".");
    }

    /** A number as a spec writes it: without exponent and needless zeros. */
    static String text(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
