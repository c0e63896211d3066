package io.sluice.inference.reduction;

import io.sluice.inference.graph.Count;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Patches dropped blindly: the baseline that every other method has to beat. Inside the block of the first stage the
 * patches are put into an order that the seed alone decides, the same for every picture, and the front of it stays; each
 * later stage keeps the front of what is there, which is a random choice as well. After stage s, from 0, {@code n keep^(s + 1)} of
 * the picture's n patches are left, rounded down, as many as top-K and DynamicViT leave.
 *
 * <p>The amount at run time is the number of tokens kept beside the class token; all of them changes nothing.
 *
 * @param keep share of patches kept at each stage
 * @param seed of the order
 */
record RandomDrop(KeepRate keep, int seed) implements TokenReducer {
    static final String METHOD = "random";

    private static final String SEED = "seed";
    private static final String RANGE = "a whole number, 0 or more";
    private static final int DEFAULT_SEED = 0;

    static RandomDrop of(ReducerSpec spec) {
        SpecReader reader = new SpecReader(spec);
        RandomDrop drop = new RandomDrop(
                KeepRate.read(reader), reader.wholeNumber(SEED, RANGE, 0).orElse(DEFAULT_SEED));
        reader.requireNothingElse();
        return drop;
    }

    @Override
    public ReducerSpec spec() {
        return keep.member(family());
    }

    @Override
    public ReducerSpec family() {
        return keep.family(METHOD, seed == DEFAULT_SEED ? Map.of() : Map.of(SEED, String.valueOf(seed)));
    }

    @Override
    public TokenSchedule schedule(VitShape shape) {
        return keep.ofThePatches(spec(), shape);
    }

    /** Nothing but choosing. */
    @Override
    public long macs(VitShape shape, TokenSchedule schedule, int block) {
        return 0;
    }

    @Override
    public Tokens insideBlock(Site site, Tokens tokens, AttentionView attention) {
        return keep.reduce(site, tokens, (graph, stage, kept) -> front(graph, stage, tokens.x(), kept));
    }

    private Reduced front(Graph graph, int stage, Value x, Count kept) {
        Count left = graph.plus(kept, 1);
        return stage > 0
                ? new Reduced(graph.sliceTo(x, 1, left), TokenAssignment.front(left))
                : Reduced.to(
                        graph, x, graph.expandAs(graph.unsqueeze(graph.sliceTo(order(graph, x), 0, left), 0), x, 1));
    }

    /** INT64 {@code [tokens]}: the class token, then the patches in random order. */
    private Value order(Graph graph, Value x) {
        List<Long> patches = LongStream.range(1, x.dim(1).constant()).boxed().collect(Collectors.toList());
        Collections.shuffle(patches, new Random(seed));
        return graph.ints(LongStream.concat(LongStream.of(0), patches.stream().mapToLong(Long::longValue))
                .toArray());
    }
}
