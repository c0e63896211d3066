package io.sluice.inference.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProtoOrBuilder;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashSet;
import java.util.Set;

/** Which values the nodes of a graph read, branches included. */
final class Reads {
    private Reads() {}

    static Set<String> of(GraphProtoOrBuilder graph) {
        Set<String> names = new HashSet<>();
        collect(graph, names);
        return names;
    }

    private static void collect(GraphProtoOrBuilder graph, Set<String> names) {
        for (NodeProto node : graph.getNodeList()) {
            names.addAll(node.getInputList());
            node.getAttributeList().stream()
                    .filter(AttributeProto::hasG)
                    .forEach(attribute -> collect(attribute.getG(), names));
        }
    }
}
