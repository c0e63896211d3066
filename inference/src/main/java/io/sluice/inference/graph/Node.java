package io.sluice.inference.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.function.Consumer;

/** A node being written: inputs, attributes, then what it yields. */
final class Node {
    private final Scope scope;
    private final String path;
    private final NodeProto.Builder proto;

    Node(Scope scope, String path, String op, List<Value> inputs) {
        this.scope = scope;
        this.path = path;
        this.proto = NodeProto.newBuilder().setOpType(op);
        inputs.forEach(this::read);
    }

    private void read(Value input) {
        if (!scope.sees(input)) {
            throw new IllegalArgumentException(path + ": " + proto.getOpType() + " cannot read " + input
                    + ", which belongs to another graph or branch.");
        }
        proto.addInput(input.name());
    }

    Node in(String domain) {
        proto.setDomain(domain);
        return this;
    }

    /** Leaves out one optional input and goes on with {@code next}. */
    Node skippingTo(Value next) {
        proto.addInput("");
        read(next);
        return this;
    }

    Node with(String name, long value) {
        return attribute(name, AttributeProto.AttributeType.INT, attribute -> attribute.setI(value));
    }

    Node with(String name, float value) {
        return attribute(name, AttributeProto.AttributeType.FLOAT, attribute -> attribute.setF(value));
    }

    Node with(String name, int[] values) {
        return attribute(name, AttributeProto.AttributeType.INTS, attribute -> {
            for (int value : values) {
                attribute.addInts(value);
            }
        });
    }

    Node with(String name, GraphProto.Builder branch) {
        return attribute(name, AttributeProto.AttributeType.GRAPH, attribute -> attribute.setG(branch));
    }

    private Node attribute(String name, AttributeProto.AttributeType type, Consumer<AttributeProto.Builder> set) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(type);
        set.accept(attribute);
        proto.addAttribute(attribute);
        return this;
    }

    /** Adds the node with its only output. */
    Value yields(ElementType type, Shape shape) {
        Value output = output(type, shape);
        add();
        return output;
    }

    /** One more output; the node is added by {@link #add}. */
    Value output(ElementType type, Shape shape) {
        String name = scope.definitions().unique(path + "/" + proto.getOpType());
        proto.addOutput(name);
        return new Value(scope, name, type, shape);
    }

    /** Adds the node with an output that has its name already. */
    void renamed(Value output) {
        proto.addOutput(output.name());
        add();
    }

    void add() {
        scope.proto().addNode(proto.setName(proto.getOutput(0)));
    }
}
