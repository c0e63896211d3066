package io.sluice.inference.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sizes of a tensor's axes. Axes count from 0; negative ones from the end, -1 the last.
 *
 * @param dims one size an axis; none for a scalar
 */
public record Shape(List<Dim> dims) {
    public static final Shape SCALAR = new Shape(List.of());

    public Shape {
        dims = List.copyOf(dims);
    }

    public static Shape of(Dim... dims) {
        return new Shape(Arrays.asList(dims));
    }

    public static Shape of(long... sizes) {
        return new Shape(Arrays.stream(sizes).mapToObj(Dim::of).toList());
    }

    public int rank() {
        return dims.size();
    }

    public Dim dim(int axis) {
        return dims.get(axis(axis));
    }

    /** The axis counted from 0. */
    int axis(int axis) {
        int fromStart = axis < 0 ? axis + rank() : axis;
        if (fromStart < 0 || fromStart >= rank()) {
            throw new IllegalArgumentException("Expected an axis of " + this + ", found " + axis + ".");
        }
        return fromStart;
    }

    /** This shape with another size on one axis. */
    public Shape with(int axis, Dim size) {
        List<Dim> changed = new ArrayList<>(dims);
        changed.set(axis(axis), size);
        return new Shape(changed);
    }

    Shape without(int axis) {
        List<Dim> fewer = new ArrayList<>(dims);
        fewer.remove(axis(axis));
        return new Shape(fewer);
    }

    Shape from(int axis) {
        return new Shape(dims.subList(axis, rank()));
    }

    Shape upTo(int axis) {
        return new Shape(dims.subList(0, axis));
    }

    Shape append(Shape tail) {
        List<Dim> joined = new ArrayList<>(dims);
        joined.addAll(tail.dims);
        return new Shape(joined);
    }

    Dim elements() {
        return dims.stream().reduce(Dim.of(1), Dim::times);
    }

    /** The shape of an element-wise operation on both, by ONNX's (numpy's) broadcasting; empty where they do not fit. */
    Optional<Shape> broadcast(Shape other) {
        int rank = Math.max(rank(), other.rank());
        List<Dim> joined = IntStream.range(-rank, 0)
                .mapToObj(axis -> broadcast(dimOrOne(axis), other.dimOrOne(axis)))
                .flatMap(Optional::stream)
                .toList();
        return joined.size() == rank ? Optional.of(new Shape(joined)) : Optional.empty();
    }

    private Dim dimOrOne(int axisFromEnd) {
        return -axisFromEnd <= rank() ? dim(axisFromEnd) : Dim.of(1);
    }

    private static Optional<Dim> broadcast(Dim left, Dim right) {
        if (left.is(1) || left.equals(right)) {
            return Optional.of(right);
        }
        return right.is(1) ? Optional.of(left) : Optional.empty();
    }

    /** Such as {@code [batch, 197, 192]}. */
    @Override
    public String toString() {
        return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
