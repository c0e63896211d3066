package io.sluice.inference.graph;

/**
 * A tensor of a graph under construction: a reference that only its own graph, and the branches inside it, accept.
 */
public final class Value {
    private final Scope scope;
    private final String name;
    private final ElementType type;
    private final Shape shape;

    Value(Scope scope, String name, ElementType type, Shape shape) {
        this.scope = scope;
        this.name = name;
        this.type = type;
        this.shape = shape;
    }

    Scope scope() {
        return scope;
    }

    /** Unique in its graph, branches included. */
    public String name() {
        return name;
    }

    public ElementType type() {
        return type;
    }

    public Shape shape() {
        return shape;
    }

    /** Size of one axis; negative axes count from the end. */
    public Dim dim(int axis) {
        return shape.dim(axis);
    }

    /** Such as {@code blocks.3/MatMul_41 FLOAT [batch, 197, 192]}. */
    @Override
    public String toString() {
        return name + " " + type + " " + shape;
    }
}
