package io.sluice.inference.graph;

import java.util.HashMap;
import java.util.Map;

/**
 * Sizes that are no polynomial of others and therefore get a name: halves, and those that depend on which branch is taken.
 * The same definition always gets the same name.
 */
final class Sizes {
    private sealed interface Definition {}

    private record Half(Dim of) implements Definition {}

    private record Choice(Dim less, Dim than, Dim then, Dim otherwise) implements Definition {}

    private final Map<Definition, String> names = new HashMap<>();
    private final Map<String, Definition> definitions = new HashMap<>();

    /**
     * {@code size / 2}, rounded down. Both halves of a size are expressed by the same name, so that they add up to it:
     * {@code (n + 1) / 2} is {@code n - n / 2}.
     */
    Dim half(Dim size) {
        Dim variable = size.plus(-size.constant());
        long rest = Math.floorDiv(size.constant(), 2L);
        boolean odd = Math.floorMod(size.constant(), 2L) == 1;
        if (variable.isFixed()) {
            return Dim.of(rest);
        }
        Dim half = define(new Half(variable), "half");
        return (odd ? variable.minus(half) : half).plus(rest);
    }

    /** {@code then} where {@code less < than} at run time, {@code otherwise} elsewhere. */
    Dim choice(Dim less, Dim than, Dim then, Dim otherwise) {
        return then.equals(otherwise) ? then : define(new Choice(less, than, then, otherwise), "tokens");
    }

    /**
     * The size at a run.
     *
     * @param given size of every name that was not defined here
     */
    long evaluate(Dim size, Map<String, Long> given) {
        Map<String, Long> known = new HashMap<>(given);
        return evaluateWith(known, size);
    }

    private long evaluateWith(Map<String, Long> known, Dim size) {
        return size.evaluate(name -> {
            Long value = known.get(name);
            if (value == null) {
                value = resolve(known, name);
                known.put(name, value);
            }
            return value;
        });
    }

    private long resolve(Map<String, Long> known, String name) {
        Definition definition = definitions.get(name);
        if (definition instanceof Half half) {
            return Math.floorDiv(evaluateWith(known, half.of()), 2L);
        }
        if (definition instanceof Choice choice) {
            boolean less = evaluateWith(known, choice.less()) < evaluateWith(known, choice.than());
            return evaluateWith(known, less ? choice.then() : choice.otherwise());
        }
        throw new IllegalArgumentException("Nothing says what size '" + name + "' has; known are " + known + ".");
    }

    private Dim define(Definition definition, String prefix) {
        String name = names.computeIfAbsent(definition, unnamed -> prefix + names.size());
        definitions.put(name, definition);
        return Dim.named(name);
    }
}
