package io.sluice.deploy.bench.gpu;

import java.util.List;
import java.util.OptionalDouble;

/**
 * All that PyTorch ran.
 *
 * @param results of one or several steps; none where there is no PyTorch
 */
record TorchBaseline(List<TorchResult> results) {
    OptionalDouble imagesPerSecond(String model, String variant, int batch) {
        return results.stream()
                .flatMapToDouble(result -> result.imagesPerSecond(model, variant, batch).stream())
                .max();
    }
}
