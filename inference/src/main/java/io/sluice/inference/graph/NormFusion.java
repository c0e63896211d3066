package io.sluice.inference.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Joins each sum of two tensors and the layer normalisation of that sum into ONNX Runtime's {@code SkipLayerNormalization},
 * which reads the tensors once and yields both. Its own optimizer does not.
 */
final class NormFusion {
    private static final String NORM = "LayerNormalization";
    private static final String SUM = "Add";

    private NormFusion() {}

    /**
     * Rewrites the nodes of a graph, those of its branches excepted.
     *
     * @return whether anything was joined
     */
    static boolean apply(GraphProto.Builder graph) {
        Map<String, NodeProto> norms = new HashMap<>();
        Set<String> computed = new HashSet<>();
        for (NodeProto node : graph.getNodeList()) {
            computed.addAll(node.getOutputList());
            if (node.getOpType().equals(NORM)) {
                norms.put(node.getInput(0), node);
            }
        }
        List<NodeProto> nodes = new ArrayList<>();
        Set<String> normalized = new HashSet<>();
        for (NodeProto node : graph.getNodeList()) {
            NodeProto norm = norms.get(node.getOutput(0));
            if (norm != null && node.getOpType().equals(SUM) && computed.containsAll(node.getInputList())) {
                nodes.add(join(node, norm));
                normalized.add(norm.getOutput(0));
            } else if (!normalized.contains(node.getOutput(0))) {
                nodes.add(node);
            }
        }
        graph.clearNode().addAllNode(nodes);
        return !normalized.isEmpty();
    }

    /** Outputs: the normalised sum, two that only training needs, the sum. */
    private static NodeProto join(NodeProto sum, NodeProto norm) {
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType("SkipLayerNormalization")
                .setDomain(Nodes.MICROSOFT)
                .setName(sum.getName())
                .addAllInput(sum.getInputList())
                .addInput(norm.getInput(1))
                .addInput(norm.getInput(2))
                .addOutput(norm.getOutput(0))
                .addOutput("")
                .addOutput("")
                .addOutput(sum.getOutput(0));
        norm.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals("epsilon"))
                .forEach(node::addAttribute);
        return node.build();
    }
}
