package io.sluice.inference.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.sluice.inference.model.CompiledModel;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a model once to look into it: any input of floats, every output, nothing kept for another run. Answering frames is
 * {@link Engine}'s work.
 *
 * @param options how to run
 */
public record Probe(EngineOptions options) {
    /**
     * An array of floats, last axis fastest.
     *
     * @param sizes of the axes
     * @param values from position to limit
     */
    public record Floats(List<Integer> sizes, FloatBuffer values) {
        public Floats {
            sizes = List.copyOf(sizes);
        }
    }

    /**
     * Runs a model at the operating point that it was compiled for.
     *
     * @param model whose only input, besides {@value CompiledModel#AMOUNTS}, is {@code input}
     * @param input name of that input
     * @param pictures its value
     * @return every output by name
     * @throws EngineException when ONNX Runtime refuses the model or its input
     */
    public Map<String, Floats> run(CompiledModel model, String input, Floats pictures) {
        try (OrtSession session =
                        new SessionLoader(model, options).load(pictures.sizes().get(0));
                OnnxTensor picturesTensor = tensor(pictures);
                OnnxTensor amountsTensor = tensor(model.point().schedule().amounts())) {
            Map<String, OnnxTensor> inputs = new HashMap<>(Map.of(input, picturesTensor));
            if (session.getInputNames().contains(CompiledModel.AMOUNTS)) {
                inputs.put(CompiledModel.AMOUNTS, amountsTensor);
            }
            return run(session, inputs);
        } catch (OrtException e) {
            throw new EngineException("Model " + model + " cannot be run: " + e.getMessage(), e);
        }
    }

    private static Map<String, Floats> run(OrtSession session, Map<String, OnnxTensor> inputs) throws OrtException {
        try (OrtSession.Result result = session.run(inputs)) {
            Map<String, Floats> outputs = new HashMap<>();
            for (Map.Entry<String, OnnxValue> output : result) {
                outputs.put(output.getKey(), floats((OnnxTensor) output.getValue()));
            }
            return outputs;
        }
    }

    private static OnnxTensor tensor(Floats floats) throws OrtException {
        long[] shape = floats.sizes().stream().mapToLong(Integer::longValue).toArray();
        return OnnxTensor.createTensor(Engine.ortEnvironment(), floats.values(), shape);
    }

    private static OnnxTensor tensor(List<Integer> amounts) throws OrtException {
        long[] values = amounts.stream().mapToLong(Integer::longValue).toArray();
        return OnnxTensor.createTensor(Engine.ortEnvironment(), LongBuffer.wrap(values), new long[] {values.length});
    }

    /** A copy on the heap, since the tensor goes with the result. */
    private static Floats floats(OnnxTensor tensor) {
        TensorInfo info = tensor.getInfo();
        List<Integer> sizes =
                Arrays.stream(info.getShape()).mapToObj(Math::toIntExact).toList();
        return new Floats(sizes, tensor.getFloatBuffer());
    }
}
