package io.sluice.inference.engine;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.sluice.inference.model.CompiledModel;
import java.util.Arrays;
import java.util.Map;

/** Checks at load time that a session's inputs and outputs are those that {@link CompiledModel} promises. */
final class Graph {
    private final CompiledModel model;
    private final Map<String, NodeInfo> inputs;
    private final Map<String, NodeInfo> outputs;

    private Graph(CompiledModel model, OrtSession session) throws OrtException {
        this.model = model;
        this.inputs = session.getInputInfo();
        this.outputs = session.getOutputInfo();
    }

    /**
     * Checks.
     *
     * @return whether the graph takes amounts
     * @throws EngineException that names the first input or output that is not as promised
     */
    static boolean takesAmounts(CompiledModel model, OrtSession session) throws OrtException {
        return new Graph(model, session).check();
    }

    private boolean check() {
        long size = model.preprocessing().inputSize();
        require(inputs, CompiledModel.PIXELS, OnnxJavaType.UINT8, -1, size, size, 3);
        require(
                outputs,
                CompiledModel.LOGITS,
                OnnxJavaType.FLOAT,
                -1,
                model.shape().classes());
        boolean takesAmounts = inputs.containsKey(CompiledModel.AMOUNTS);
        if (takesAmounts) {
            int stages = model.point().schedule().amounts().size();
            require(inputs, CompiledModel.AMOUNTS, OnnxJavaType.INT64, stages);
        }
        return takesAmounts;
    }

    /** A dimension of -1, found or expected, fits all. */
    private void require(Map<String, NodeInfo> nodes, String name, OnnxJavaType type, long... shape) {
        String expected = "expected '" + name + "', " + type + " " + Arrays.toString(shape);
        if (!nodes.containsKey(name)) {
            throw new EngineException("Model " + model + ": " + expected + ", found only " + nodes.keySet() + ".");
        }
        if (!(nodes.get(name).getInfo() instanceof TensorInfo found
                && found.type == type
                && fits(found.getShape(), shape))) {
            throw new EngineException("Model " + model + ": " + expected + ", found "
                    + nodes.get(name).getInfo() + ".");
        }
    }

    private static boolean fits(long[] found, long[] expected) {
        if (found.length != expected.length) {
            return false;
        }
        for (int i = 0; i < found.length; i++) {
            if (found[i] != expected[i] && found[i] != -1 && expected[i] != -1) {
                return false;
            }
        }
        return true;
    }
}
