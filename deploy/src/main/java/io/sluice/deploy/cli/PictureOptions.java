package io.sluice.deploy.cli;

import io.sluice.deploy.modeling.PictureRequest;
import io.sluice.inference.model.Fit;
import io.sluice.inference.model.Interpolation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** What is done to pictures before a model sees them; part of {@link ModelOptions}, and by itself where one model runs in many ways. */
final class PictureOptions {
    @Option(
            names = "--mean",
            paramLabel = "R,G,B",
            parameterConsumer = Channels.Consumer.class,
            description = "Mean of red, green and blue of 0 to 1 in training (default: what the files"
                    + " beside the checkpoint say, or ImageNet's 0.485,0.456,0.406).")
    private Channels mean;

    @Option(
            names = "--std",
            paramLabel = "R,G,B",
            parameterConsumer = Channels.Consumer.class,
            description = "Their standard deviations (default: likewise, or ImageNet's 0.229,0.224,0.225).")
    private Channels std;

    @Option(
            names = "--input-size",
            paramLabel = "PIXELS",
            description = "Height and width of what the model sees (default: what it was trained for).")
    private Integer inputSize;

    @Option(
            names = "--resize",
            paramLabel = "PIXELS",
            description =
                    "Side of a picture before the input size is cut out of its centre (default: likewise, or 8/7 of"
                            + " the input size).")
    private Integer resize;

    @Option(
            names = "--fit",
            paramLabel = "FIT",
            description = "Which sides are resized: short-side, in proportion, or stretch, both (default: likewise, or"
                    + " short-side).")
    private Fit fit;

    @Option(
            names = "--interpolation",
            paramLabel = "METHOD",
            description = "How pictures are resized: nearest, bilinear or bicubic (default: likewise, or bicubic).")
    private Interpolation interpolation;

    PictureRequest request() {
        return new PictureRequest(
                Optional.ofNullable(fit),
                number(resize),
                number(inputSize),
                Optional.ofNullable(interpolation),
                values(mean),
                values(std));
    }

    private static OptionalInt number(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static Optional<List<Double>> values(Channels channels) {
        return Optional.ofNullable(channels).map(Channels::values);
    }
}
