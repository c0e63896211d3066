package io.sluice.inference.graph;

import java.util.List;

/** Arithmetic: element-wise, along an axis, and matrix products. */
abstract class MathOps extends Nodes {
    MathOps(Scope scope, String path) {
        super(scope, path);
    }

    public Value add(Value left, Value right) {
        return elementwise("Add", left, right);
    }

    public Value subtract(Value left, Value right) {
        return elementwise("Sub", left, right);
    }

    public Value multiply(Value left, Value right) {
        return elementwise("Mul", left, right);
    }

    public Value divide(Value left, Value right) {
        return elementwise("Div", left, right);
    }

    /** BOOL, true where the elements are equal. */
    public Value equal(Value left, Value right) {
        return compare("Equal", left, right);
    }

    /** BOOL, true where {@code left < right}. */
    public Value less(Value left, Value right) {
        return compare("Less", left, right);
    }

    /** {@code then} where {@code condition}, {@code otherwise} elsewhere; all three broadcast. */
    public Value where(Value condition, Value then, Value otherwise) {
        require(
                condition.type() == ElementType.BOOL && then.type() == otherwise.type(),
                "Where",
                condition,
                then,
                otherwise);
        Shape shape = then.shape()
                .broadcast(otherwise.shape())
                .flatMap(values -> values.broadcast(condition.shape()))
                .orElseThrow(() -> misfit("Where", condition, then, otherwise));
        return node("Where", condition, then, otherwise).yields(then.type(), shape);
    }

    /** {@code x} with elements of another type; itself where they are of that type. */
    public Value cast(Value x, ElementType to) {
        return x.type() == to ? x : node("Cast", x).with("to", to.number()).yields(to, x.shape());
    }

    public Value log(Value x) {
        return unary("Log", x);
    }

    public Value exp(Value x) {
        return unary("Exp", x);
    }

    /** Exact GELU, with the error function. */
    public Value gelu(Value x) {
        return unary("Gelu", x);
    }

    /** Soft-max along the last axis. */
    public Value softmax(Value x) {
        return node("Softmax", x).with("axis", -1).yields(x.type(), x.shape());
    }

    /**
     * Normalises along the last axis.
     *
     * @param x {@code [..., channels]}
     * @param scale {@code [channels]}
     * @param bias {@code [channels]}
     */
    public Value layerNorm(Value x, Value scale, Value bias, double epsilon) {
        Shape channels = Shape.of(x.dim(-1));
        boolean fits = scale.shape().equals(channels)
                && bias.shape().equals(channels)
                && x.type() == scale.type()
                && x.type() == bias.type();
        require(fits, "LayerNormalization", x, scale, bias);
        return node("LayerNormalization", x, scale, bias)
                .with("axis", -1)
                .with("epsilon", (float) epsilon)
                .yields(x.type(), x.shape());
    }

    /** Sum along one axis, which disappears. */
    public Value sum(Value x, int axis) {
        return reduce("ReduceSum", x, axis);
    }

    /** Mean along one axis, which disappears. */
    public Value mean(Value x, int axis) {
        return reduce("ReduceMean", x, axis);
    }

    /** Largest element along one axis, which disappears. */
    public Value max(Value x, int axis) {
        return reduce("ReduceMax", x, axis);
    }

    /** INT64 position of the largest element along one axis, which disappears. */
    public Value argMax(Value x, int axis) {
        return node("ArgMax", x)
                .with("axis", x.shape().axis(axis))
                .with("keepdims", 0)
                .yields(ElementType.INT64, x.shape().without(axis));
    }

    /** Euclidean length along one axis, which disappears. */
    public Value length(Value x, int axis) {
        return unary("Sqrt", sum(multiply(x, x), axis));
    }

    /**
     * Matrix product over the last two axes; leading axes broadcast.
     *
     * @param left {@code [..., m, k]}
     * @param right {@code [..., k, n]}
     * @return {@code [..., m, n]}
     */
    public Value matMul(Value left, Value right) {
        boolean matrices = left.shape().rank() >= 2 && right.shape().rank() >= 2;
        require(matrices && left.dim(-1).equals(right.dim(-2)) && left.type() == right.type(), "MatMul", left, right);
        Shape leading = left.shape()
                .upTo(left.shape().rank() - 2)
                .broadcast(right.shape().upTo(right.shape().rank() - 2))
                .orElseThrow(() -> misfit("MatMul", left, right));
        return node("MatMul", left, right).yields(left.type(), leading.append(Shape.of(left.dim(-2), right.dim(-1))));
    }

    /**
     * {@code x weights + bias} in one operation.
     *
     * @param x {@code [m, k]}
     * @param weights {@code [k, n]}
     * @param bias {@code [n]}
     * @return {@code [m, n]}
     */
    public Value affine(Value x, Value weights, Value bias) {
        boolean fits = x.shape().rank() == 2
                && x.dim(1).equals(weights.dim(0))
                && bias.shape().equals(Shape.of(weights.dim(1)))
                && x.type() == weights.type()
                && x.type() == bias.type();
        require(fits, "Gemm", x, weights, bias);
        return node("Gemm", x, weights, bias).yields(x.type(), Shape.of(x.dim(0), weights.dim(1)));
    }

    private Value reduce(String op, Value x, int axis) {
        return node(op, x, ints(x.shape().axis(axis)))
                .with("keepdims", 0)
                .yields(x.type(), x.shape().without(axis));
    }

    private Value elementwise(String op, Value left, Value right) {
        return node(op, left, right).yields(left.type(), broadcast(op, left, right));
    }

    private Value compare(String op, Value left, Value right) {
        return node(op, left, right).yields(ElementType.BOOL, broadcast(op, left, right));
    }

    private Shape broadcast(String op, Value left, Value right) {
        require(left.type() == right.type(), op, List.of(left, right));
        return left.shape().broadcast(right.shape()).orElseThrow(() -> misfit(op, left, right));
    }
}
