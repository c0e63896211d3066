package io.sluice.inference.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which of the picture's patches each token holds.
 *
 * @param patches one set a token, by number of the patch from 0
 */
record Held(List<Set<Integer>> patches) {
    Held {
        patches = List.copyOf(patches);
    }

    /** Each patch by a token of its own, behind the special ones. */
    static Held each(int special, int patches) {
        return new Held(IntStream.range(-special, patches)
                .mapToObj(patch -> patch < 0 ? Set.<Integer>of() : Set.of(patch))
                .toList());
    }

    /** By some tokens, in this order. */
    Held at(int... positions) {
        return new Held(Arrays.stream(positions).mapToObj(patches::get).toList());
    }

    /** What other tokens hold is held by the one at {@code position} as well; that may be one more than there are. */
    Held plus(int position, Set<Integer> others) {
        List<Set<Integer>> more = new ArrayList<>(patches);
        Set<Integer> all = new TreeSet<>(others);
        if (position < more.size()) {
            all.addAll(more.get(position));
            more.set(position, all);
        } else {
            more.add(all);
        }
        return new Held(more);
    }

    /** All patches that these tokens hold. */
    Set<Integer> all() {
        Set<Integer> all = new TreeSet<>();
        patches.forEach(all::addAll);
        return all;
    }
}
