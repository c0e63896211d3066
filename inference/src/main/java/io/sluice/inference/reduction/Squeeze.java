package io.sluice.inference.reduction;

import io.sluice.inference.graph.Count;
import io.sluice.inference.graph.ElementType;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;

/**
 * TPS's squeezing (Wei et al., CVPR 2023). Each dropped token P goes to its host, the kept token R most similar to it by
 * cosine c, and with g = exp(c) there: {@code R' = (e R + sum g P) / (e + sum g)}. The class token is kept and is nobody's host.
 *
 * <p>As in {@link Merging}, the sum is a product with a matrix that is mostly zeros: the same for any number of threads.
 *
 * @param graph to add nodes to
 */
record Squeeze(Graph graph) {
    /** Added to lengths, so that a token of zeros has a direction. */
    private static final float LENGTH_FLOOR = 1e-6f;

    /**
     * Keeps the class token and the tokens with the largest scores, in descending order, and squeezes the others into them.
     *
     * @param x {@code [batch, tokens, width]}, class token first
     * @param scores {@code [batch, tokens - 1]}, of all but the class token
     * @param kept how many to keep beside the class token
     */
    Reduced reduce(Value x, Value scores, Count kept) {
        Value order = ClassRanking.best(graph, scores, graph.count(scores, 1));
        Count left = graph.plus(kept, 1);
        Value positions = graph.sliceTo(order, 1, left);
        Value reserved = graph.gather(x, positions);
        Value sources = graph.sliceFrom(order, 1, left);
        Value pruned = graph.gather(x, sources);
        Value toHosts = toHosts(reserved, pruned);
        Value cosine = graph.divide(graph.max(toHosts, -1), length(pruned));
        Value host = graph.add(graph.argMax(toHosts, -1), graph.scalar(1L));
        Value given = given(host, graph.exp(cosine), graph.count(reserved, 1));
        return new Reduced(squeezed(reserved, pruned, given), TokenAssignment.joined(positions, sources, host));
    }

    /** {@code [batch, pruned, kept - 1]}: cosine with each but the class token, times the length of what is pruned. */
    private Value toHosts(Value reserved, Value pruned) {
        Value products = graph.matMul(pruned, graph.transpose(reserved, 0, 2, 1));
        return graph.divide(
                graph.sliceFrom(products, 2, 1), graph.unsqueeze(graph.sliceFrom(length(reserved), 1, 1), 1));
    }

    private Value squeezed(Value reserved, Value pruned, Value given) {
        Value own = graph.scalar((float) Math.E);
        Value total = graph.unsqueeze(graph.add(graph.sum(given, -1), own), 2);
        return graph.add(
                graph.multiply(reserved, graph.divide(own, total)), graph.matMul(graph.divide(given, total), pruned));
    }

    /** {@code [batch, kept, pruned]}: how much of each pruned token each kept one gets. */
    private Value given(Value host, Value weight, Count kept) {
        Value hosts = graph.unsqueeze(graph.range(kept), 1);
        Value own = graph.cast(graph.equal(hosts, graph.unsqueeze(host, 1)), ElementType.FLOAT);
        return graph.multiply(own, graph.unsqueeze(weight, 1));
    }

    /** {@code [batch, tokens]}. */
    private Value length(Value x) {
        return graph.add(graph.length(x, -1), graph.scalar(LENGTH_FLOOR));
    }

    /** Lengths, similarities, and the weighting of the tokens. */
    static long macs(int before, int left, int width) {
        if (left == before) {
            return 0;
        }
        long pairs = (long) (before - left) * (left - 1);
        return (pairs + 2L * (before - 1)) * width;
    }
}
