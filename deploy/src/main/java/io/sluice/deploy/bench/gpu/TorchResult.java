package io.sluice.deploy.bench.gpu;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.sluice.deploy.bench.Spread;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What {@code deploy/gpu/torch_baseline.py} prints.
 *
 * @param torch version of PyTorch
 * @param device name of the GPU
 * @param rows pictures a second by model, variant and batch
 * @param failures variants that could not be run
 * @param matmulTflops 10^12 operations a second of a large half-precision matrix product
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TorchResult(String torch, String device, List<Row> rows, List<Failure> failures, double matmulTflops) {
    /** What is compiled begins with this, whatever it is tuned for. */
    static final String COMPILED = "compile";

    static final String EAGER = "eager";

    /**
     * One measurement.
     *
     * @param model architecture, such as {@code deit-small}
     * @param variant eager, or compile with its mode
     * @param imagesPerSecond over the runs
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Row(String model, String variant, int batch, Spread imagesPerSecond) {}

    /** One that could not be made, and why. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Failure(String model, String variant, int batch, String reason) {}

    /** Images a second of the fastest variant whose name begins so; empty where none was measured. */
    OptionalDouble imagesPerSecond(String model, String variant, int batch) {
        return rows.stream()
                .filter(row -> row.model().equals(model) && row.variant().startsWith(variant) && row.batch() == batch)
                .mapToDouble(row -> row.imagesPerSecond().median())
                .max();
    }
}
