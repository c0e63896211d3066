package io.sluice.inference.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.Optional;

/**
 * One level of a graph: the whole, or a branch inside it. A branch sees the values of the levels around it; nobody sees
 * those of a branch from outside.
 */
final class Scope {
    private final Optional<Scope> parent;
    private final Definitions definitions;
    private final GraphProto.Builder proto;

    private Scope(Optional<Scope> parent, Definitions definitions, String name) {
        this.parent = parent;
        this.definitions = definitions;
        this.proto = GraphProto.newBuilder().setName(name);
    }

    static Scope root(String name) {
        return new Scope(Optional.empty(), new Definitions(), name);
    }

    Scope inside(String name) {
        return new Scope(Optional.of(this), definitions, name);
    }

    /** Names, sizes and constants, shared by all levels of a graph. */
    Definitions definitions() {
        return definitions;
    }

    GraphProto.Builder proto() {
        return proto;
    }

    /** Whether nodes at this level may read {@code value}. */
    boolean sees(Value value) {
        return value.scope() == this || parent.map(outer -> outer.sees(value)).orElse(false);
    }

    Scope outermost() {
        return parent.map(Scope::outermost).orElse(this);
    }
}
