package io.sluice.inference.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.inference.model.Fit;
import io.sluice.inference.model.Interpolation;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.VitShape;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Reads what Hugging Face's ViT and DeiT have beside their weights. A {@code size} of height and width stretches the picture,
 * {@code shortest_edge} keeps its proportions; one number means what the {@link ImageProcessor} makes of it.
 */
final class HuggingFaceConfig {
    /** A class that nobody has named. */
    private static final String UNNAMED = "LABEL_\\d+";

    private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0);
    private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);

    private static final Map<String, ToIntFunction<VitShape>> SIZES = Map.of(
            "hidden_size", VitShape::width,
            "num_hidden_layers", VitShape::depth,
            "intermediate_size", VitShape::mlp,
            "patch_size", VitShape::patch);

    private HuggingFaceConfig() {}

    static boolean isOne(Settings config) {
        return config.has("model_type") || config.has("architectures");
    }

    static StatedSizes sizes(Settings config) {
        StatedSizes sizes = StatedSizes.of(config, SIZES);
        int labels = config.at("id2label").size();
        return labels == 0 ? sizes : sizes.and(new StatedSizes.Size("id2label", labels, VitShape::classes));
    }

    /** Checks what no parameter shows. */
    static void requirePlain(Settings config) {
        if (config.has("hidden_act") && !config.at("hidden_act").asText().equals("gelu")) {
            throw config.wrong("hidden_act", "gelu, as in a plain Vision Transformer");
        }
    }

    static OptionalInt heads(Settings config) {
        if (!config.has("num_attention_heads")) {
            return OptionalInt.empty();
        }
        JsonNode heads = config.at("num_attention_heads");
        if (!heads.isInt() || heads.asInt() < 1) {
            throw config.wrong("num_attention_heads", "a number of heads");
        }
        return OptionalInt.of(heads.asInt());
    }

    /** In the order of their numbers; none where they are only called {@code LABEL_0} and so on. */
    static List<String> classNames(Settings config) {
        JsonNode labels = config.at("id2label");
        List<String> names = IntStream.range(0, labels.size())
                .mapToObj(index -> labels.path(String.valueOf(index)))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
        if (names.size() != labels.size()) {
            throw config.wrong("id2label", "a name for each number from 0 on");
        }
        return names.stream().allMatch(name -> name.matches(UNNAMED)) ? List.of() : names;
    }

    static Preprocessing preprocessing(Settings config) {
        if (!config.flag("do_resize", true)) {
            throw config.wrong("do_resize", "true, since pictures come in all sizes");
        }
        ImageProcessor usual = ImageProcessor.of(config);
        int resize = side(config, "size");
        Fit fit = fit(config, usual);
        boolean cropped = config.flag("do_center_crop", usual.crop().isPresent() || config.has("crop_size"));
        if (fit == Fit.SHORT_SIDE && !cropped) {
            throw config.wrong("do_center_crop", "true where 'size' is 'shortest_edge', since the model takes squares");
        }
        int inputSize = cropped ? crop(config, usual) : resize;
        return config.preprocessing(() -> new Preprocessing(
                fit,
                resize,
                inputSize,
                interpolation(config, usual),
                scaled(config, mean(config, usual)),
                scaled(config, std(config, usual))));
    }

    private static Fit fit(Settings config, ImageProcessor usual) {
        return config.inner("size")
                .map(size -> size.has("shortest_edge") ? Fit.SHORT_SIDE : Fit.STRETCH)
                .orElse(usual.fit());
    }

    private static int crop(Settings config, ImageProcessor usual) {
        return usual.crop().isPresent() && !config.has("crop_size")
                ? usual.crop().getAsInt()
                : side(config, "crop_size");
    }

    private static List<Double> mean(Settings config, ImageProcessor usual) {
        return config.flag("do_normalize", true) ? config.colours("image_mean", usual.mean()) : ZEROS;
    }

    private static List<Double> std(Settings config, ImageProcessor usual) {
        return config.flag("do_normalize", true) ? config.colours("image_std", usual.std()) : ONES;
    }

    /** Theirs are of {@code value * rescale_factor}, ours of {@code value / 255}. */
    private static List<Double> scaled(Settings config, List<Double> values) {
        double factor = config.flag("do_rescale", true) ? config.positive("rescale_factor", 1 / 255.0) : 1;
        double ratio = 255 * factor;
        // 0.00392156862745098, as their files have it, is not quite 1/255.
        return Math.abs(ratio - 1) < 1e-6
                ? values
                : values.stream().map(value -> value / ratio).toList();
    }

    private static int side(Settings config, String key) {
        return config.inner(key).map(size -> ofObject(config, key, size)).orElseGet(() -> config.pixels(key));
    }

    private static int ofObject(Settings config, String key, Settings size) {
        if (size.has("shortest_edge") && !size.has("longest_edge")) {
            return size.pixels("shortest_edge");
        }
        if (size.has("height") && size.at("height").equals(size.at("width"))) {
            return size.pixels("height");
        }
        throw config.wrong(key, "one number, equal height and width, or shortest_edge");
    }

    /** As Pillow numbers them. */
    private static Interpolation interpolation(Settings config, ImageProcessor usual) {
        if (!config.has("resample")) {
            return usual.interpolation();
        }
        JsonNode resample = config.at("resample");
        return switch (resample.isInt() ? resample.asInt() : -1) {
            case 0 -> Interpolation.NEAREST;
            case 2 -> Interpolation.BILINEAR;
            case 3 -> Interpolation.BICUBIC;
            default -> throw config.wrong("resample", "0 (nearest), 2 (bilinear) or 3 (bicubic)");
        };
    }
}
