package io.sluice.inference.model;

import java.util.List;

/**
 * What is done to a picture before the model sees it: its short side, or each of both, is brought to {@code resize}, the centre
 * square of {@code inputSize} is cut out, and each channel value v of 0 to 255 becomes {@code (v / 255 - mean) / std}. The last step
 * is folded into the compiled graph.
 *
 * @param fit which sides are brought to {@code resize}
 * @param resize side in pixels before the crop; at least {@code inputSize}
 * @param inputSize height and width that the model takes, in pixels
 * @param interpolation how to resize
 * @param mean of red, green, blue
 * @param std of red, green, blue; positive
 */
public record Preprocessing(
        Fit fit, int resize, int inputSize, Interpolation interpolation, List<Double> mean, List<Double> std) {
    /** Of ImageNet's training set, which nearly every published checkpoint was trained with. */
    public static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);

    /** See {@link #IMAGENET_MEAN}. */
    public static final List<Double> IMAGENET_STD = List.of(0.229, 0.224, 0.225);

    public Preprocessing {
        // Models that were built before there was a choice do not say.
        fit = fit == null ? Fit.SHORT_SIDE : fit;
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (inputSize < 1 || resize < inputSize) {
            throw new IllegalArgumentException(
                    "Expected a short side of at least the input size " + inputSize + ", found " + resize + ".");
        }
        if (mean.size() != 3 || std.size() != 3 || std.stream().anyMatch(s -> !(s > 0))) {
            throw new IllegalArgumentException(
                    "Expected three means and three positive standard deviations, found mean " + mean + " and std "
                            + std + ".");
        }
    }

    /** Whether models with this and with {@code other} can be fed the same pixels; mean and deviation are in the graph. */
    public boolean takesPixelsOf(Preprocessing other) {
        return inputSize == other.inputSize
                && fit == other.fit
                && resize == other.resize
                && interpolation == other.interpolation;
    }

    /** ImageNet's usual evaluation: short side 256 for a crop of 224, in proportion for other sizes, bicubic. */
    public static Preprocessing imageNet(int inputSize) {
        return new Preprocessing(Fit.SHORT_SIDE, 256, 224, Interpolation.BICUBIC, IMAGENET_MEAN, IMAGENET_STD)
                .scaledTo(inputSize);
    }

    /** The same for another input size: {@code resize} in proportion to it, rounded down as DeiT and timm do. */
    public Preprocessing scaledTo(int size) {
        int resized = (int) ((long) size * resize / inputSize);
        return new Preprocessing(fit, resized, size, interpolation, mean, std);
    }
}
