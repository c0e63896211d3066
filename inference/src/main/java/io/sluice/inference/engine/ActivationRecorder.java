package io.sluice.inference.engine;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sluice.inference.image.PixelBatch;
import io.sluice.inference.model.ActivationRange;
import io.sluice.inference.model.ActivationRanges;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.Smoothing;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Measures on sample pictures which values a model's activations take, picture by picture. For one thread. */
public final class ActivationRecorder implements AutoCloseable {
    private final CompiledModel model;
    private final OrtSession session;
    private final PixelBatch batch;
    private final Map<String, ActivationLog> logs = new TreeMap<>();

    private int pictures;

    /**
     * Loads a model.
     *
     * @param model dense, with an output {@value CompiledModel#OPERAND}... for each operand to measure
     * @throws EngineException where ONNX Runtime refuses it
     */
    public ActivationRecorder(CompiledModel model, EngineOptions options) {
        this.model = model;
        this.batch = new PixelBatch(1, model.preprocessing().inputSize());
        try {
            this.session = new SessionLoader(model, options).load(1);
        } catch (OrtException e) {
            throw new EngineException("Model " + model + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** Where a picture is put before {@link #record}. */
    public ByteBuffer slot() {
        return batch.slot(0);
    }

    /**
     * Runs the picture in {@link #slot} and counts the values that occur.
     *
     * @throws EngineException where ONNX Runtime fails, or a value is not a finite number
     */
    public void record() {
        long size = batch.inputSize();
        try (OnnxTensor pixels = OnnxTensor.createTensor(
                        Engine.ortEnvironment(), batch.pixels(1), new long[] {1, size, size, 3}, OnnxJavaType.UINT8);
                OrtSession.Result outputs = session.run(Map.of(CompiledModel.PIXELS, pixels))) {
            for (Map.Entry<String, OnnxValue> output : outputs) {
                if (output.getKey().startsWith(CompiledModel.OPERAND)) {
                    add(output.getKey().substring(CompiledModel.OPERAND.length()), (OnnxTensor) output.getValue());
                }
            }
            pictures++;
        } catch (OrtException e) {
            throw new EngineException("Model " + model + " cannot be run: " + e.getMessage(), e);
        }
    }

    private void add(String operand, OnnxTensor values) {
        long[] shape = values.getInfo().getShape();
        logs.computeIfAbsent(operand, name -> new ActivationLog((int) shape[shape.length - 1]))
                .add(values.getFloatBuffer());
    }

    /** The largest magnitude of each channel on all pictures so far, by the name of the operand. */
    public Map<String, List<Float>> peaks() {
        Map<String, List<Float>> peaks = new HashMap<>();
        logs.forEach((operand, log) -> peaks.put(operand, log.peaks()));
        return peaks;
    }

    /**
     * Ranges for all pictures so far, of which there must be one.
     *
     * @param smoothing that the model was compiled with
     */
    public ActivationRanges ranges(RangeMethod method, Smoothing smoothing) {
        Map<String, ActivationRange> ranges = new HashMap<>();
        logs.forEach((operand, log) -> ranges.put(operand, method.of(log.histogram())));
        return new ActivationRanges(model.id(), method.toString(), pictures, ranges, smoothing);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new EngineException("Model " + model + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
