package io.sluice.inference.graph;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Operations that move elements without computing with them. */
abstract class LayoutOps extends MathOps {
    LayoutOps(Scope scope, String path) {
        super(scope, path);
    }

    /**
     * The same elements in another shape. At most one size that is known only at run time may move to another axis.
     *
     * @throws IllegalArgumentException where the numbers of elements differ
     */
    public Value reshape(Value x, Dim... to) {
        Shape target = Shape.of(to);
        require(target.elements().equals(x.shape().elements()), "Reshape", x, target);
        long[] sizes = IntStream.range(0, target.rank())
                .mapToLong(axis -> reshaped(x.shape(), target, axis))
                .toArray();
        require(Arrays.stream(sizes).filter(size -> size == -1).count() <= 1, "Reshape", x, target);
        return node("Reshape", x, ints(sizes)).yields(x.type(), target);
    }

    /** As ONNX wants it: the size, 0 for "as it was", or -1 for "what is left". */
    private static long reshaped(Shape from, Shape to, int axis) {
        Dim size = to.dim(axis);
        if (size.isFixed()) {
            return size.constant();
        }
        return axis < from.rank() && from.dim(axis).equals(size) ? 0 : -1;
    }

    /** All axes but the last as one: {@code [..., k]} to {@code [m, k]}. */
    public Value flattened(Value x) {
        require(x.dim(-1).isFixed(), "Reshape", x);
        Dim rows = x.shape().upTo(x.shape().rank() - 1).elements();
        return node("Reshape", x, ints(-1, x.dim(-1).constant())).yields(x.type(), Shape.of(rows, x.dim(-1)));
    }

    /**
     * Rows under the leading axes of another tensor: what {@link #flattened} did, undone.
     *
     * @param rows {@code [m, k]}
     * @param like {@code [..., any]} with as many rows
     * @return {@code [..., k]}
     */
    public Value unflattened(Value rows, Value like) {
        int axes = like.shape().rank() - 1;
        Shape shape = like.shape().upTo(axes).append(Shape.of(rows.dim(1)));
        require(shape.elements().equals(rows.shape().elements()), "Reshape", rows, like);
        Value sizes = concat(0, shapeOf(like, 0, axes), ints(rows.dim(1).constant()));
        return node("Reshape", rows, sizes).yields(rows.type(), shape);
    }

    /** Axes in another order: axis i of the result is axis {@code order[i]} of {@code x}. */
    public Value transpose(Value x, int... order) {
        require(
                Arrays.equals(
                        Arrays.stream(order).sorted().toArray(),
                        IntStream.range(0, x.shape().rank()).toArray()),
                "Transpose",
                x,
                Arrays.toString(order));
        List<Dim> dims = Arrays.stream(order).mapToObj(x::dim).toList();
        return node("Transpose", x).with("perm", order).yields(x.type(), new Shape(dims));
    }

    /** Tensors one behind the other along an axis; all other axes equal. */
    public Value concat(int axis, Value... parts) {
        Shape first = parts[0].shape();
        Dim total = Dim.of(0);
        for (Value part : parts) {
            boolean fits = part.type() == parts[0].type()
                    && part.shape().rank() == first.rank()
                    && part.shape().without(axis).equals(first.without(axis));
            require(fits, "Concat", (Object[]) parts);
            total = total.plus(part.dim(axis));
        }
        return node("Concat", parts).with("axis", first.axis(axis)).yields(parts[0].type(), first.with(axis, total));
    }

    /** A new axis of size 1 before axis {@code axis} of {@code x}. */
    public Value unsqueeze(Value x, int axis) {
        Shape shape = x.shape().upTo(axis).append(Shape.of(1)).append(x.shape().from(axis));
        return node("Unsqueeze", x, ints(axis)).yields(x.type(), shape);
    }

    /** Without an axis of size 1. */
    public Value squeeze(Value x, int axis) {
        require(x.dim(axis).is(1), "Squeeze", x, axis);
        return node("Squeeze", x, ints(x.shape().axis(axis)))
                .yields(x.type(), x.shape().without(axis));
    }

    /** {@code x} repeated along its leading axes of size 1, until they have the sizes of those of {@code like}. */
    public Value expandAs(Value x, Value like, int axes) {
        Shape shape = like.shape().upTo(axes).append(x.shape().from(axes));
        boolean fits = x.shape().broadcast(shape).filter(shape::equals).isPresent();
        require(fits, "Expand", x, like, axes);
        Value sizes = shapeOf(like, 0, axes);
        Value ones =
                ints(IntStream.range(axes, shape.rank()).mapToLong(axis -> 1).toArray());
        return node("Expand", x, concat(0, sizes, ones)).yields(x.type(), shape);
    }

    /** The size of one axis at run time. */
    public Count count(Value x, int axis) {
        int fromStart = x.shape().axis(axis);
        Dim size = x.dim(axis);
        return size.isFixed() ? count(size.constant()) : new Count(shapeOf(x, fromStart, fromStart + 1), size);
    }

    /** A number that is always the same. */
    public Count count(long number) {
        return new Count(ints(number), Dim.of(number));
    }

    private Value shapeOf(Value x, int from, int to) {
        return node("Shape", x).with("start", from).with("end", to).yields(ElementType.INT64, Shape.of(to - from));
    }

    /** {@code left - right}. */
    public Count minus(Count left, Count right) {
        Dim difference = left.dim().minus(right.dim());
        return difference.isFixed()
                ? count(difference.constant())
                : new Count(subtract(left.value(), right.value()), difference);
    }

    /** A count and a fixed number more. */
    public Count plus(Count left, long right) {
        return left.dim().isFixed()
                ? count(left.dim().constant() + right)
                : new Count(add(left.value(), ints(right)), left.dim().plus(right));
    }

    /** A count less a fixed number. */
    public Count minus(Count left, long right) {
        return left.dim().isFixed()
                ? count(left.dim().constant() - right)
                : new Count(subtract(left.value(), ints(right)), left.dim().plus(-right));
    }
}
