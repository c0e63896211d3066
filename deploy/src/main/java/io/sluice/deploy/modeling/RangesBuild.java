package io.sluice.deploy.modeling;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.UsageException;
import io.sluice.inference.model.ActivationRanges;
import io.sluice.inference.vit.ActivationRangesFile;
import io.sluice.inference.weights.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Activation ranges that were measured and written to a file.
 *
 * @param file where they are
 * @param model name and hash of the weights
 * @param method how ranges were chosen
 * @param pictures that they were measured on
 * @param ranges operands that have one
 */
public record RangesBuild(String file, String model, String method, int pictures, int ranges) {
    /**
     * Measures and writes.
     *
     * @param weights checkpoint
     * @param samples pictures, or directories of such; spread evenly over them, no more than {@code limit} are used
     * @param output file to write; absent, the one beside the checkpoint that INT8 looks for
     * @throws UsageException where {@code weights} is a built model
     * @throws OperatorException where a picture cannot be read
     */
    public static RangesBuild build(
            ModelRequest request,
            Path weights,
            List<Path> samples,
            int limit,
            Quantization quantization,
            Optional<Path> output) {
        if (ModelRequest.isCompiled(weights)) {
            throw new UsageException("Option --weights: expected a checkpoint, found the built model " + weights + ".");
        }
        ActivationRanges ranges = quantization.onFiles(
                request, Checkpoint.open(weights), PictureFiles.spread(PictureFiles.of(samples), limit));
        Path file = output.orElseGet(() -> ActivationRangesFile.beside(weights));
        ActivationRangesFile.write(ranges, file);
        return new RangesBuild(
                file.toString(),
                ranges.model().toString(),
                ranges.method(),
                ranges.pictures(),
                ranges.ranges().size());
    }
}
