package io.sluice.deploy.modeling;

import static io.sluice.deploy.UsageException.orUsage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.inference.graph.Initializer;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.vit.Macs;
import io.sluice.inference.vit.OperatingPoints;
import io.sluice.inference.weights.Checkpoint;
import java.nio.file.Path;
import java.util.List;

/**
 * What is in a checkpoint or compiled model, and what one picture costs in it.
 *
 * @param file where it is
 * @param model name and hash of the weights
 * @param shape sizes of the Vision Transformer
 * @param preprocessing what pictures need; null where nothing beside a checkpoint says
 * @param reducer method and amount that tokens and multiply-accumulates are for
 * @param precision of the matrix products
 * @param tokens leaving each block
 * @param macs multiply-accumulates per picture
 * @param tensors a checkpoint's parameters or a compiled model's constants
 */
public record Inspection(
        String file,
        String model,
        VitShape shape,
        @JsonInclude(JsonInclude.Include.NON_NULL) Preprocessing preprocessing,
        String reducer,
        Precision precision,
        List<Integer> tokens,
        Work macs,
        List<Tensor> tensors) {

    /**
     * An array in a file.
     *
     * @param name in the file
     * @param type of its elements, as the file's format names it
     * @param shape sizes of its axes
     */
    public record Tensor(String name, String type, List<Long> shape) {}

    /**
     * Multiply-accumulates per picture.
     *
     * @param patchEmbedding of the patch embedding
     * @param blocks of each block, the reducer's own work not included
     * @param reduction of the reducer's own work in each block
     * @param head of the classifier
     * @param total all of it
     * @param dense all of the same model without a reducer
     */
    public record Work(
            long patchEmbedding, List<Long> blocks, List<Long> reduction, long head, long total, long dense) {
        static Work of(Macs macs, Macs dense) {
            return new Work(
                    macs.patchEmbedding(), macs.blocks(), macs.reduction(), macs.head(), macs.total(), dense.total());
        }
    }

    /** Looks into a checkpoint or a compiled model; of the request, the reducer and the heads matter. */
    public static Inspection of(Path file, ModelRequest request) {
        return ModelRequest.isCompiled(file)
                ? ofCompiled(file, request.compile(file))
                : ofCheckpoint(file, Checkpoint.open(file), request);
    }

    private static Inspection ofCheckpoint(Path file, Checkpoint checkpoint, ModelRequest request) {
        VitShape shape = request.compiler(checkpoint).shape();
        ReducerSpec reducer = request.reducer().orElse(ReducerSpec.NONE);
        OperatingPoint point = orUsage(() -> OperatingPoints.of(checkpoint.id(), shape, reducer, Precision.FLOAT32));
        List<Tensor> tensors = checkpoint.names().stream()
                .map(name -> tensor(checkpoint, name))
                .toList();
        return of(file, shape, checkpoint.config().preprocessing().orElse(null), point, tensors);
    }

    private static Tensor tensor(Checkpoint checkpoint, String name) {
        List<Long> sizes =
                checkpoint.sizes(name).stream().map(Integer::longValue).toList();
        return new Tensor(name, checkpoint.type(name), sizes);
    }

    private static Inspection ofCompiled(Path file, CompiledModel model) {
        List<Tensor> tensors = Initializer.of(model.onnx()).stream()
                .map(constant -> new Tensor(constant.name(), constant.type(), constant.sizes()))
                .toList();
        return of(file, model.shape(), model.preprocessing(), model.point(), tensors);
    }

    private static Inspection of(
            Path file, VitShape shape, Preprocessing preprocessing, OperatingPoint point, List<Tensor> tensors) {
        OperatingPoint dense = OperatingPoints.of(point.model(), shape, ReducerSpec.NONE, point.precision());
        return new Inspection(
                file.toString(),
                point.model().toString(),
                shape,
                preprocessing,
                point.reducer().toString(),
                point.precision(),
                point.schedule().leaving(),
                Work.of(Macs.of(shape, point), Macs.of(shape, dense)),
                tensors);
    }
}
