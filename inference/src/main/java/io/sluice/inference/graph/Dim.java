package io.sluice.inference.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The size of one axis: a number, a named size that is known only at run time ({@code batch}), or arithmetic over both.
 * Kept as a polynomial with integer coefficients over the names, so that {@code (n - k) + k} and {@code n} are the same
 * size and a shape that is wrong for every batch is found when the graph is built.
 */
public final class Dim {
    private static final String PRODUCT = "*";

    /** Coefficients, none of them zero, by the product of names that they belong to; "" is the constant term. */
    private final TreeMap<String, Long> terms;

    private Dim(Map<String, Long> terms) {
        this.terms = new TreeMap<>(terms);
        this.terms.values().removeIf(coefficient -> coefficient == 0);
    }

    /** A size that is always the same. */
    public static Dim of(long size) {
        return new Dim(Map.of("", size));
    }

    /** A size that is known by name until run time. */
    public static Dim named(String name) {
        if (name.isBlank() || name.contains(PRODUCT)) {
            throw new IllegalArgumentException("Expected a name without '" + PRODUCT + "', found '" + name + "'.");
        }
        return new Dim(Map.of(name, 1L));
    }

    public Dim plus(Dim other) {
        Map<String, Long> sum = new TreeMap<>(terms);
        other.terms.forEach((names, coefficient) -> sum.merge(names, coefficient, Long::sum));
        return new Dim(sum);
    }

    public Dim plus(long size) {
        return plus(of(size));
    }

    public Dim minus(Dim other) {
        return plus(other.times(of(-1)));
    }

    public Dim times(Dim other) {
        Map<String, Long> product = new TreeMap<>();
        terms.forEach(
                (left, a) -> other.terms.forEach((right, b) -> product.merge(multiply(left, right), a * b, Long::sum)));
        return new Dim(product);
    }

    /** Whether the size is the same at every run. */
    public boolean isFixed() {
        return terms.keySet().stream().allMatch(String::isEmpty);
    }

    /** The part that does not depend on names; the whole size where {@link #isFixed}. */
    public long constant() {
        return terms.getOrDefault("", 0L);
    }

    boolean is(long size) {
        return isFixed() && constant() == size;
    }

    /** The size once every name has one. */
    long evaluate(ToLongFunction<String> sizes) {
        long sum = 0;
        for (Map.Entry<String, Long> term : terms.entrySet()) {
            long product = term.getValue();
            for (String name : factors(term.getKey())) {
                product *= sizes.applyAsLong(name);
            }
            sum += product;
        }
        return sum;
    }

    private static List<String> factors(String names) {
        return names.isEmpty() ? List.of() : List.of(names.split("\\" + PRODUCT));
    }

    private static String multiply(String left, String right) {
        List<String> names = new ArrayList<>(factors(left));
        names.addAll(factors(right));
        Collections.sort(names);
        return String.join(PRODUCT, names);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dim that && terms.equals(that.terms);
    }

    @Override
    public int hashCode() {
        return terms.hashCode();
    }

    /** Such as {@code batch*tokens - 3}. */
    @Override
    public String toString() {
        if (terms.isEmpty()) {
            return "0";
        }
        String sum = terms.descendingMap().entrySet().stream().map(Dim::term).collect(Collectors.joining(" + "));
        return sum.replace("+ -", "- ");
    }

    private static String term(Map.Entry<String, Long> term) {
        if (term.getKey().isEmpty()) {
            return term.getValue().toString();
        }
        return switch (Math.toIntExact(term.getValue())) {
            case 1 -> term.getKey();
            case -1 -> "-" + term.getKey();
            default -> term.getValue() + PRODUCT + term.getKey();
        };
    }
}
