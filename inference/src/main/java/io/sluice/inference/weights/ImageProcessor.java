package io.sluice.inference.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.inference.model.Fit;
import io.sluice.inference.model.Interpolation;
import io.sluice.inference.model.Preprocessing;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One of Hugging Face's classes that prepare pictures, with what it does where its file does not say.
 *
 * @param prefix of its name
 * @param fit what a {@code size} of one number means
 * @param crop side of what is cut out, in pixels; absent where nothing is
 * @param interpolation how to resize
 * @param mean of red, green, blue
 * @param std of red, green, blue
 */
record ImageProcessor(
        String prefix, Fit fit, OptionalInt crop, Interpolation interpolation, List<Double> mean, List<Double> std) {
    private static final List<String> KEYS = List.of("image_processor_type", "feature_extractor_type");

    private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);
    private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
    private static final List<Double> CLIP_STD = List.of(0.26862954, 0.26130258, 0.27577711);

    private static final ImageProcessor VIT =
            new ImageProcessor("ViT", Fit.STRETCH, OptionalInt.empty(), Interpolation.BILINEAR, HALVES, HALVES);

    private static final List<ImageProcessor> KNOWN = List.of(
            VIT,
            new ImageProcessor("DeiT", Fit.STRETCH, OptionalInt.of(224), Interpolation.BICUBIC, HALVES, HALVES),
            new ImageProcessor("CLIP", Fit.SHORT_SIDE, OptionalInt.of(224), Interpolation.BICUBIC, CLIP_MEAN, CLIP_STD),
            new ImageProcessor("Bit", Fit.SHORT_SIDE, OptionalInt.of(224), Interpolation.BICUBIC, CLIP_MEAN, CLIP_STD),
            new ImageProcessor(
                    "ConvNext",
                    Fit.SHORT_SIDE,
                    OptionalInt.empty(),
                    Interpolation.BILINEAR,
                    Preprocessing.IMAGENET_MEAN,
                    Preprocessing.IMAGENET_STD));

    /**
     * Which it is; that of ViT where the file does not say, as in the first ones, or names one that is not known but says
     * itself what {@code size} means.
     *
     * @throws CheckpointException where nobody says what {@code size} means
     */
    static ImageProcessor of(Settings config) {
        Optional<JsonNode> type =
                KEYS.stream().filter(config::has).map(config::at).findFirst();
        Optional<ImageProcessor> known = type.flatMap(ImageProcessor::named);
        if (type.isPresent() && known.isEmpty() && config.at("size").isNumber()) {
            throw config.wrong(
                    "size",
                    "height and width, or shortest_edge, since it is not known which of them a processor " + type.get()
                            + " means");
        }
        return known.orElse(VIT);
    }

    private static Optional<ImageProcessor> named(JsonNode type) {
        return KNOWN.stream()
                .filter(processor -> type.asText().startsWith(processor.prefix))
                .findFirst();
    }
}
