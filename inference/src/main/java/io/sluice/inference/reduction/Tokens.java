package io.sluice.inference.reduction;

import io.sluice.inference.graph.Count;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Tokens on their way through the blocks.
 *
 * @param x {@code [batch, tokens, width]}, class token first
 * @param sizes {@code [batch, tokens, 1]}, how many tokens were merged into each; absent before anything was merged
 * @param holders INT64 {@code [batch, patches]}, the position of the token that holds each of the picture's patches, or
 *     {@value TokenAssignment#DROPPED}; absent unless the model shows its tokens
 */
public record Tokens(Value x, Optional<Value> sizes, Optional<Value> holders) {
    /** Tokens that nothing was merged into. */
    public static Tokens unmerged(Value x) {
        return new Tokens(x, Optional.empty(), Optional.empty());
    }

    /** The same, each patch held by a token of its own. */
    public static Tokens shown(Graph graph, Value x, int specialTokens) {
        Value patches =
                graph.ints(LongStream.range(specialTokens, x.dim(1).constant()).toArray());
        Value holders = graph.expandAs(graph.unsqueeze(patches, 0), x, 1);
        return new Tokens(x, Optional.empty(), Optional.of(holders));
    }

    /** Other tokens of the same sizes, each in the place of one of these. */
    public Tokens withX(Value other) {
        return new Tokens(other, sizes, holders);
    }

    /** The same tokens counted. */
    Tokens withSizes(Value counts) {
        return new Tokens(x, Optional.of(counts), holders);
    }

    /**
     * What a stage makes of these where {@code less < than} at run time; elsewhere these.
     *
     * @param stage reduces them in the graph that it is given
     */
    Tokens reducedIfLess(Graph graph, Count less, Count than, Function<Graph, Reduced> stage) {
        List<Value> left = graph.ifLess(
                less, than, branch -> after(branch, stage.apply(branch)).values(), branch -> values());
        Iterator<Value> next = left.iterator();
        return new Tokens(next.next(), sizes.map(before -> next.next()), holders.map(before -> next.next()));
    }

    private Tokens after(Graph graph, Reduced reduced) {
        return new Tokens(
                reduced.x(),
                reduced.sizes(),
                holders.map(before -> follow(graph, before, reduced.assignment().of(graph, x))));
    }

    /** A patch that was dropped has the position -1, which reads the last one: dropped again. */
    private static Value follow(Graph graph, Value holders, Value assignment) {
        Value dropped = graph.expandAs(graph.unsqueeze(graph.ints(TokenAssignment.DROPPED), 0), assignment, 1);
        return graph.gather(graph.concat(1, assignment, dropped), holders);
    }

    private List<Value> values() {
        return Stream.of(Optional.of(x), sizes, holders)
                .flatMap(Optional::stream)
                .toList();
    }
}
