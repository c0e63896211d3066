package io.sluice.deploy.calibration;

import io.sluice.inference.model.Preprocessing;
import java.util.List;

/**
 * All that measurements depend on. Measurements are remembered under it as a whole.
 *
 * @param device they were made on
 * @param provider of ONNX Runtime
 * @param lanes that ran at the same time
 * @param batches in frames
 * @param preprocessing of pictures
 * @param candidates that were measured
 * @param sluice version
 * @param onnxRuntime version
 * @param samples that fidelity was measured on
 */
record CalibrationKey(
        Device device,
        String provider,
        int lanes,
        List<Integer> batches,
        Preprocessing preprocessing,
        List<Point> candidates,
        String sluice,
        String onnxRuntime,
        String samples) {
    /**
     * An operating point and what it was computed with.
     *
     * @param model name of the weights
     * @param weightsSha256 of the checkpoint
     * @param heads attention heads, which the checkpoint need not say
     * @param reducer spec
     * @param precision of the matrix products
     * @param ranges what INT8 was prepared with, by its SHA-256; empty for others
     */
    record Point(String model, String weightsSha256, int heads, String reducer, String precision, String ranges) {}
}
