package io.sluice.inference.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which patches of a picture share a token after a block.
 *
 * @param block that tokens were reduced in or before, from 0
 * @param groups for each patch the first of those that share its token, itself where it has one of its own; {@value #PRUNED}
 *     where none holds it
 */
public record PatchGroups(int block, List<Integer> groups) {
    /** In place of a group: no token holds the patch any more. */
    public static final int PRUNED = -1;

    /** What became of a patch. */
    public sealed interface Patch {
        /** It has a token of its own. */
        record Kept() implements Patch {}

        /**
         * It shares one with others.
         *
         * @param group the first patch of them, which stands for them all
         * @param size how many they are, 2 or more
         */
        record Merged(int group, int size) implements Patch {}

        /** No token holds it any more. */
        record Pruned() implements Patch {}
    }

    public PatchGroups {
        groups = List.copyOf(groups);
        if (block < 0) {
            throw new IllegalArgumentException("Expected a block from 0, found " + block + ".");
        }
        for (int patch = 0; patch < groups.size(); patch++) {
            int group = groups.get(patch);
            if (group < PRUNED || group > patch || (group != PRUNED && groups.get(group) != group)) {
                throw new IllegalArgumentException("Expected the first patch of its group, or " + PRUNED
                        + ", for patch " + patch + " after block " + block + ", found " + group + ".");
            }
        }
    }

    /** Those that {@code holders} has in the same token; a negative number: in none. */
    static PatchGroups of(int block, long... holders) {
        Map<Long, Integer> firsts = new HashMap<>();
        List<Integer> groups = new ArrayList<>();
        for (int patch = 0; patch < holders.length; patch++) {
            Integer first = firsts.putIfAbsent(holders[patch], patch);
            groups.add(holders[patch] < 0 ? PRUNED : first == null ? patch : first);
        }
        return new PatchGroups(block, groups);
    }

    /** Such as {@code block 3}. */
    public String name() {
        return "block " + block;
    }

    /** What became of each patch. */
    public List<Patch> patches() {
        int[] sizes = sizes();
        return groups.stream().map(group -> patch(group, sizes)).toList();
    }

    private static Patch patch(int group, int... sizes) {
        if (group == PRUNED) {
            return new Patch.Pruned();
        }
        return sizes[group] == 1 ? new Patch.Kept() : new Patch.Merged(group, sizes[group]);
    }

    /** Tokens that hold patches: those of one, and groups. */
    public int tokens() {
        return (int) Arrays.stream(sizes()).filter(size -> size > 0).count();
    }

    /** Patches that have a token of their own. */
    public int kept() {
        return (int) Arrays.stream(sizes()).filter(size -> size == 1).count();
    }

    /** Patches that share a token. */
    public int merged() {
        return groups.size() - kept() - pruned();
    }

    /** Patches that no token holds. */
    public int pruned() {
        return (int) groups.stream().filter(group -> group == PRUNED).count();
    }

    /** Patches in the group of each, at its first. */
    private int[] sizes() {
        int[] sizes = new int[groups.size()];
        groups.stream().filter(group -> group != PRUNED).forEach(group -> sizes[group]++);
        return sizes;
    }

    /** Nothing comes apart, nothing comes back. */
    void requireAfter(PatchGroups earlier) {
        boolean later = block > earlier.block;
        for (int patch = 0; later && patch < groups.size(); patch++) {
            int before = earlier.groups.get(patch);
            later = groups.get(patch).equals(before == PRUNED ? (Integer) PRUNED : groups.get(before));
        }
        if (!later) {
            throw new IllegalArgumentException("Expected " + name() + " to go on from " + earlier.name() + ", found "
                    + this + " after " + earlier + ".");
        }
    }
}
