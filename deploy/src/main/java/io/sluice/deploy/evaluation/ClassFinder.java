package io.sluice.deploy.evaluation;

import io.sluice.inference.model.ClassNames;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Finds the class that a label means: by the whole name, by its synset, by its number from 0, or by the first of several
 * names ({@code tench} of {@code tench, Tinca tinca}) where no two classes share it. Case does not matter, and {@code _}
 * is a space.
 */
final class ClassFinder {
    private final ClassNames names;
    private final Map<String, Integer> whole = new HashMap<>();
    private final Map<String, Integer> first = new HashMap<>();

    ClassFinder(ClassNames names) {
        this.names = names;
        Set<String> shared = new HashSet<>();
        for (int index = 0; index < names.size(); index++) {
            String name = plain(names.name(index));
            whole.putIfAbsent(name, index);
            String shortName = name.replaceFirst(",.*", "");
            if (first.put(shortName, index) != null) {
                shared.add(shortName);
            }
        }
        first.keySet().removeAll(shared);
    }

    /** The class, if there is one. */
    OptionalInt find(String label) {
        String name = plain(label);
        if (whole.containsKey(name)) {
            return OptionalInt.of(whole.get(name));
        }
        OptionalInt bySynset = names.ofSynset(name);
        if (bySynset.isPresent()) {
            return bySynset;
        }
        if (name.matches("\\d{1,6}")) {
            int index = Integer.parseInt(name);
            return index < names.size() ? OptionalInt.of(index) : OptionalInt.empty();
        }
        return first.containsKey(name) ? OptionalInt.of(first.get(name)) : OptionalInt.empty();
    }

    private static String plain(String label) {
        return label.strip().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
