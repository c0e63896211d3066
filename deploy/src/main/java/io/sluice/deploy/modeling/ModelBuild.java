package io.sluice.deploy.modeling;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.UsageException;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.vit.CompiledModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A compiled model that was written to a file.
 *
 * @param file where it is
 * @param bytes of the file
 * @param model name and hash of the weights
 * @param reducer method and the amount that it was compiled for
 * @param precision of the matrix products
 * @param tokens leaving each block
 * @param gmacs billions of multiply-accumulates per picture
 */
public record ModelBuild(
        String file,
        long bytes,
        String model,
        String reducer,
        Precision precision,
        List<Integer> tokens,
        double gmacs) {
    /**
     * Compiles a checkpoint into a file, which is there whole or not at all.
     *
     * @throws UsageException where {@code weights} or {@code output} are not such files by name
     * @throws OperatorException where {@code output} cannot be a file
     */
    public static ModelBuild build(ModelRequest request, Path weights, Path output) {
        requireNames(weights, output);
        requirePlace(output);
        CompiledModel model = request.compile(weights);
        CompiledModels.write(model, output);
        return of(output, model);
    }

    private static ModelBuild of(Path file, CompiledModel model) {
        OperatingPoint point = model.point();
        return new ModelBuild(
                file.toString(),
                model.onnx().remaining(),
                model.id().toString(),
                point.reducer().toString(),
                point.precision(),
                point.schedule().leaving(),
                point.gmacs());
    }

    /** Neither a built model nor the checkpoint itself is ever taken for the other. */
    private static void requireNames(Path weights, Path output) {
        if (ModelRequest.isCompiled(weights)) {
            throw new UsageException("Option --weights: expected a checkpoint, found the built model " + weights + ".");
        }
        if (!ModelRequest.isCompiled(output)) {
            throw new UsageException("Option --output: expected a name that ends in .onnx, found " + output + ".");
        }
    }

    private static void requirePlace(Path output) {
        Path folder = output.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new OperatorException("Cannot write " + output + ": there is no directory " + folder + ".");
        }
        if (Files.isDirectory(output)) {
            throw new OperatorException("Cannot write " + output + ": it is a directory.");
        }
    }
}
