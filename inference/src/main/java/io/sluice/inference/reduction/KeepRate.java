package io.sluice.inference.reduction;

import io.sluice.inference.graph.Count;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A share of the tokens, kept at each stage. The class token always stays and is not counted; the amount at run time is the
 * number of others that stay, and all of them means that nothing is done.
 *
 * @param share above 0, at most 1
 * @param stages blocks to act in
 */
record KeepRate(double share, Stages stages) {
    private static final String KEEP = "keep";
    private static final String RANGE = "a share above 0 and at most 1, such as 0.7";

    /** How a stage lets fewer tokens through. */
    @FunctionalInterface
    interface Stage {
        /**
         * Adds the nodes.
         *
         * @param graph to add them to
         * @param number of the stage, from 0
         * @param kept how many tokens to keep beside the class token, fewer than there are
         */
        Reduced reduce(Graph graph, int number, Count kept);
    }

    static KeepRate read(SpecReader reader) {
        double share = reader.number(KEEP, RANGE, value -> value > 0 && value <= 1)
                .orElseThrow(() -> reader.missing(KEEP, RANGE));
        return new KeepRate(share, Stages.read(reader));
    }

    /** Of a spec that says nothing else. */
    static KeepRate alone(ReducerSpec spec) {
        SpecReader reader = new SpecReader(spec);
        KeepRate keep = read(reader);
        reader.requireNothingElse();
        return keep;
    }

    /** The spec of a method's family, which has the stages but not the share. */
    ReducerSpec family(String method, Map<String, String> others) {
        Map<String, String> parameters = new TreeMap<>(others);
        stages.addTo(parameters);
        return new ReducerSpec(method, parameters);
    }

    /** The spec of this member of a family. */
    ReducerSpec member(ReducerSpec family) {
        Map<String, String> parameters = new TreeMap<>(family.parameters());
        parameters.put(KEEP, SpecReader.text(share));
        return new ReducerSpec(family.method(), parameters);
    }

    /** EViT's count: of the tokens that are there beside the class token, the share rounded up. */
    int ofThosePresent(int tokens) {
        return (int) Math.ceil(share * (tokens - 1));
    }

    /**
     * DynamicViT's schedule: after stage s, from 0, {@code n keep^(s + 1)} of the picture's n patches are left, rounded down.
     *
     * @param spec for messages
     */
    TokenSchedule ofThePatches(ReducerSpec spec, VitShape shape) {
        return stages.insideBlocks(
                spec, shape, (stage, tokens) -> ofThePatches(spec, shape.patches(), stage), (tokens, kept) -> 1 + kept);
    }

    /** In binary floats, as the authors' code counts: 0.7 of 100 twice is 48. */
    private int ofThePatches(ReducerSpec spec, int patches, int stage) {
        double left = new BigDecimal(share).pow(stage + 1).doubleValue();
        int kept = (int) (patches * left);
        if (kept < 1) {
            throw new IllegalArgumentException("Reducer '" + spec + "' leaves none of the " + patches
                    + " patches in block " + stages.blocks().get(stage) + ": expected a larger " + KEEP + ".");
        }
        return kept;
    }

    /** Adds the nodes of a block's stage, where it is one. */
    Tokens reduce(Site site, Tokens tokens, Stage stage) {
        OptionalInt number = stages.stage(site.block());
        return number.isEmpty() ? tokens : reduce(site, tokens, stage, number.getAsInt());
    }

    private static Tokens reduce(Site site, Tokens tokens, Stage stage, int number) {
        Graph graph = site.graph();
        Count kept = site.amount(number);
        Count all = graph.minus(graph.count(tokens.x(), 1), 1);
        return tokens.reducedIfLess(graph, kept, all, branch -> stage.reduce(branch, number, kept));
    }
}
