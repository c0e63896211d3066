package io.sluice.inference.graph;

/**
 * A number of tokens, as the graph computes it and as its shapes speak of it.
 *
 * @param value {@code int64 [1]}, the number at run time
 * @param dim the same number for shape inference
 */
public record Count(Value value, Dim dim) {
    public Count {
        if (value.type() != ElementType.INT64 || !value.shape().equals(Shape.of(1))) {
            throw new IllegalArgumentException("Expected a count as INT64 [1], found " + value + ".");
        }
    }
}
