package io.sluice.inference.graph;

import java.util.stream.LongStream;

/** Operations that choose elements: slices, the largest, gathers, scatters. */
abstract class SelectionOps extends LayoutOps {
    SelectionOps(Scope scope, String path) {
        super(scope, path);
    }

    /**
     * The largest elements along the last axis.
     *
     * @param values {@code [..., n]}, {@code [..., k]}, largest first
     * @param positions INT64 {@code [..., k]}, where they were
     */
    public record Largest(Value values, Value positions) {}

    /** The {@code k} largest along the last axis, in descending order. */
    public Largest largest(Value x, Count k) {
        return topK(x, k, 1);
    }

    /** All elements along the last axis in ascending order. */
    public Value sorted(Value x) {
        return topK(x, count(x, -1), 0).values();
    }

    private Largest topK(Value x, Count k, int largest) {
        Shape shape = x.shape().with(-1, k.dim());
        Node node = node("TopK", x, k.value()).with("axis", -1).with("largest", largest);
        Value values = node.output(x.type(), shape);
        Value positions = node.output(ElementType.INT64, shape);
        node.add();
        return new Largest(values, positions);
    }

    /** Elements {@code from} to {@code to} (exclusive) of one axis, whose size must be fixed. */
    public Value slice(Value x, int axis, long from, long to) {
        Dim size = x.dim(axis);
        require(size.isFixed() && from >= 0 && from < to && to <= size.constant(), "Slice", x, axis, from, to);
        return slice(x, axis, ints(from), ints(to), 1, Dim.of(to - from));
    }

    /** Elements {@code from} to the last of one axis. */
    public Value sliceFrom(Value x, int axis, long from) {
        return slice(x, axis, ints(from), ints(Long.MAX_VALUE), 1, x.dim(axis).plus(-from));
    }

    /** Elements {@code from} to the last of one axis. */
    public Value sliceFrom(Value x, int axis, Count from) {
        return slice(x, axis, from.value(), ints(Long.MAX_VALUE), 1, x.dim(axis).minus(from.dim()));
    }

    /** The first {@code to} elements of one axis. */
    public Value sliceTo(Value x, int axis, Count to) {
        return slice(x, axis, ints(0), to.value(), 1, to.dim());
    }

    /** The first {@code to} elements of one axis. */
    public Value sliceTo(Value x, int axis, long to) {
        return slice(x, axis, ints(0), ints(to), 1, Dim.of(to));
    }

    /** Every second element of one axis, starting at {@code from}. */
    public Value everySecond(Value x, int axis, long from) {
        Dim size = scope().definitions().sizes().half(x.dim(axis).plus(1 - from));
        return slice(x, axis, ints(from), ints(Long.MAX_VALUE), 2, size);
    }

    private Value slice(Value x, int axis, Value from, Value to, long step, Dim size) {
        return node("Slice", x, from, to, ints(x.shape().axis(axis)), ints(step))
                .yields(x.type(), x.shape().with(axis, size));
    }

    /** Element {@code position} of an axis, which disappears. */
    public Value pick(Value x, int axis, long position) {
        return node("Gather", x, scalar(position))
                .with("axis", x.shape().axis(axis))
                .yields(x.type(), x.shape().without(axis));
    }

    /**
     * Elements of the second axis, chosen for each image.
     *
     * @param x {@code [batch, n, ...]}
     * @param positions INT64 {@code [batch, k]}
     * @return {@code [batch, k, ...]}
     */
    public Value gather(Value x, Value positions) {
        boolean fits = positions.shape().rank() == 2 && positions.dim(0).equals(x.dim(0));
        require(fits && positions.type() == ElementType.INT64, "GatherND", x, positions);
        return node("GatherND", x, unsqueeze(positions, 2))
                .with("batch_dims", 1)
                .yields(x.type(), x.shape().with(1, positions.dim(1)));
    }

    /**
     * {@code x} with some elements of its last axis replaced.
     *
     * @param x {@code [..., n]}
     * @param positions INT64 {@code [..., k]}, all different along the last axis
     * @param updates {@code [..., k]}
     */
    public Value scatter(Value x, Value positions, Value updates) {
        require(
                positions.shape().equals(updates.shape())
                        && positions.type() == ElementType.INT64
                        && updates.type() == x.type(),
                "ScatterElements",
                x,
                positions,
                updates);
        return node("ScatterElements", x, positions, updates).with("axis", -1).yields(x.type(), x.shape());
    }

    /** INT64 {@code [size]}: 0, 1, 2, ... */
    public Value range(Count size) {
        if (size.dim().isFixed()) {
            return ints(LongStream.range(0, size.dim().constant()).toArray());
        }
        Value end = squeeze(size.value(), 0);
        return node("Range", scalar(0L), end, scalar(1L)).yields(ElementType.INT64, Shape.of(size.dim()));
    }
}
