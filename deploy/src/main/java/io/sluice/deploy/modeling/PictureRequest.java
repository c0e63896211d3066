package io.sluice.deploy.modeling;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.inference.model.Fit;
import io.sluice.inference.model.Interpolation;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.weights.CheckpointConfig;
import io.sluice.inference.weights.CheckpointException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an operator asks to be done to pictures before a model sees them; what is absent stays as usual.
 *
 * @param fit which sides are brought to {@code resize}
 * @param resize side in pixels before the crop
 * @param inputSize height and width that the model takes, in pixels
 * @param interpolation how to resize
 * @param mean of red, green, blue
 * @param std of red, green, blue
 */
public record PictureRequest(
        Optional<Fit> fit,
        OptionalInt resize,
        OptionalInt inputSize,
        Optional<Interpolation> interpolation,
        Optional<List<Double>> mean,
        Optional<List<Double>> std) {
    /** All as usual. */
    public static final PictureRequest USUAL = new PictureRequest(
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /**
     * What the files beside the checkpoint say, or ImageNet's, unless asked otherwise.
     *
     * @param trainedSize the input size, where neither says
     * @throws io.sluice.deploy.UsageException where the request contradicts itself
     */
    Preprocessing over(CheckpointConfig config, int trainedSize) {
        Preprocessing usual = saysAll()
                ? Preprocessing.imageNet(trainedSize)
                : stated(config).orElseGet(() -> Preprocessing.imageNet(trainedSize));
        return orUsage(() -> over(inputSize.isPresent() ? usual.scaledTo(inputSize.getAsInt()) : usual));
    }

    /** Whether nothing else need be known. */
    private boolean saysAll() {
        return fit.isPresent()
                && resize.isPresent()
                && interpolation.isPresent()
                && mean.isPresent()
                && std.isPresent();
    }

    private static Optional<Preprocessing> stated(CheckpointConfig config) {
        try {
            return config.preprocessing();
        } catch (CheckpointException e) {
            throw new CheckpointException(
                    e.getMessage() + " It is not needed with --fit, --resize, --interpolation, --mean and --std.", e);
        }
    }

    /**
     * What is asked for, in place of what {@code usual} says.
     *
     * @throws IllegalArgumentException where the two together make no sense
     */
    Preprocessing over(Preprocessing usual) {
        return new Preprocessing(
                fit.orElse(usual.fit()),
                resize.orElse(usual.resize()),
                inputSize.orElse(usual.inputSize()),
                interpolation.orElse(usual.interpolation()),
                mean.orElse(usual.mean()),
                std.orElse(usual.std()));
    }
}
