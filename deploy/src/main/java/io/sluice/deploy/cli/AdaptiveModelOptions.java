package io.sluice.deploy.cli;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.calibration.AdaptiveModel;
import io.sluice.deploy.calibration.AdaptiveModels;
import io.sluice.deploy.calibration.LadderRequest;
import io.sluice.deploy.calibration.Samples;
import io.sluice.deploy.modeling.DemoModel;
import io.sluice.deploy.modeling.ModelRequest;
import io.sluice.deploy.modeling.PrecisionRequest;
import io.sluice.deploy.modeling.Weights;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which model, and at which operating points it may be run; the same wherever load decides about a model. */
public final class AdaptiveModelOptions {
    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "Checkpoint of a Vision Transformer (.safetensors, the index of split ones, or PyTorch's .pth), or a"
                            + " model that 'model build' made (.onnx), which has one operating point.")
    private Path weights;

    @Option(
            names = "--smaller-weights",
            paramLabel = "FILE",
            description = "Checkpoint of a smaller model with the same classes, to be used too when load is high.")
    private Path smallerWeights;

    @Option(
            names = "--class-names",
            paramLabel = "FILE",
            description = "Names of the model's classes, one a line in their order, each optionally after its synset"
                    + " (default: those of the config.json beside the checkpoint, or their numbers).")
    private Path classNames;

    @Option(
            names = "--reducer",
            paramLabel = "SPEC",
            description = "How tokens are shed: none, ppt:r=50, evit:keep=0.7, tome:r=13 or any other that 'model"
                    + " classify' takes; may be given several times, and load decides among them; a single one is fixed"
                    + " (default: load decides among none, several amounts of ppt and evit).")
    private List<ReducerSpec> reducers = List.of();

    @Option(
            names = "--precision",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Arithmetic of the matrix products: float32, int8 (CPU) or float16 (GPU); several, and load decides"
                            + " among them (default: float32 and, unless a single reducer is given, int8 where 'model"
                            + " quantize' has prepared it; of several reducers on GPUs float16).")
    private List<Precision> precisions = List.of();

    @Option(
            names = "--activation-ranges",
            paramLabel = "FILE",
            description = "What 'model quantize' measured for int8 (default: the file beside the checkpoint).")
    private Path ranges;

    @Option(
            names = "--heads",
            paramLabel = "N",
            description = "Attention heads, where the checkpoint does not say (default: one for 64 channels).")
    private Integer heads;

    @Mixin
    private DeviceOptions device;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private PictureOptions pictures;

    /** The file of the model, where one was named. */
    public Optional<Path> weights() {
        return Optional.ofNullable(weights);
    }

    /**
     * The file of the model.
     *
     * @throws UsageException where none was named
     */
    public Path requiredWeights() {
        return weights()
                .orElseThrow(
                        () -> new UsageException(
                                "Option --weights is missing: expected a checkpoint (.safetensors or .pth) or a built model (.onnx)."));
    }

    /**
     * What models are run on; said once in a line where that is not clear from the command.
     *
     * @throws RuntimeException with one sentence for the operator where that is not to be had
     */
    public EngineOptions engine() {
        return device.engine(command);
    }

    /**
     * Looks whether there is more than one operating point to choose from.
     *
     * @throws UsageException where {@code --weights} is a built model
     */
    public void requireCheckpoint() {
        if (weights != null && ModelRequest.isCompiled(weights)) {
            throw new UsageException(
                    "Option --weights: expected a checkpoint, whose operating points can be compared, found the built model "
                            + weights + ".");
        }
    }

    /**
     * The model of {@code --weights}; the caller closes it.
     *
     * @param samples to compare operating points on: the first of them that has frames
     * @throws RuntimeException with one sentence for the operator where files or options do not do
     */
    public AdaptiveModel load(AdaptiveModels models, List<Samples> samples) {
        Path file = requiredWeights();
        return ModelRequest.isCompiled(file)
                ? models.fixed(builtRequest().load(file))
                : models.load(ladder(Weights.in(request(), file)), samples);
    }

    /** The model of {@code --weights} or else the one that comes with Sluice; otherwise as {@link #load}. */
    public AdaptiveModel loadOrDemo(AdaptiveModels models, List<Samples> samples) {
        return weights().isPresent()
                ? load(models, samples)
                : DemoModel.with(request(), weights -> models.load(ladder(weights), samples));
    }

    /**
     * The same model or models in the same precisions, none of whose tokens are shed. The caller closes it.
     *
     * @param samples to compare operating points on: the first of them that has frames
     */
    public AdaptiveModel loadWhole(AdaptiveModels models, List<Samples> samples) {
        return weights().isPresent()
                ? models.load(ladder().wholeModels(), samples)
                : DemoModel.with(
                        request(), weights -> models.load(ladder(weights).wholeModels(), samples));
    }

    /** The operating points of {@code --weights}, which is a checkpoint. */
    LadderRequest ladder() {
        return ladder(Weights.in(request(), requiredWeights()));
    }

    private LadderRequest ladder(Weights model) {
        return new LadderRequest(model, smaller(), reducers, precisions);
    }

    private Optional<Weights> smaller() {
        return Optional.ofNullable(smallerWeights).map(file -> Weights.in(smallerRequest(), file));
    }

    private ModelRequest request() {
        return request(Optional.empty(), Optional.empty());
    }

    /** Its heads and activation ranges are its own. */
    private ModelRequest smallerRequest() {
        return new ModelRequest(
                Optional.empty(), OptionalInt.empty(), PrecisionRequest.USUAL, pictures.request(), names(), engine());
    }

    private ModelRequest builtRequest() {
        if (reducers.size() > 1 || precisions.size() > 1 || smallerWeights != null) {
            throw new UsageException(
                    "Option --weights: expected a checkpoint, which load can decide about, found the built" + " model "
                            + weights + " of one operating point.");
        }
        return request(reducers.stream().findFirst(), precisions.stream().findFirst());
    }

    private ModelRequest request(Optional<ReducerSpec> reducer, Optional<Precision> precision) {
        return new ModelRequest(
                reducer,
                heads == null ? OptionalInt.empty() : OptionalInt.of(heads),
                new PrecisionRequest(precision, Optional.ofNullable(ranges)),
                pictures.request(),
                names(),
                engine());
    }

    private Optional<Path> names() {
        return Optional.ofNullable(classNames);
    }
}
