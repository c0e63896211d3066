package io.sluice.inference.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.inference.model.Fit;
import io.sluice.inference.model.Interpolation;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.VitShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads timm's {@code config.json}, as its models on the Hugging Face hub have it. */
final class TimmConfig {
    /** What timm itself takes where a model does not say. */
    private static final double USUAL_CROP = 0.875;

    private static final String LABELS = "label_names";
    private static final String COLOURS_FIRST = "[3, size, size]";

    private TimmConfig() {}

    static boolean isOne(Settings config) {
        return config.has("pretrained_cfg") || (config.has("architecture") && config.has("input_size"));
    }

    static StatedSizes sizes(Settings config) {
        return StatedSizes.of(config, Map.of("num_classes", VitShape::classes, "num_features", VitShape::width));
    }

    /** Checks what no parameter shows, also among the arguments that the model was made with. */
    static void requirePlain(Settings config) {
        requireText(config, "global_pool", "token");
        config.inner("model_args").ifPresent(arguments -> {
            requireText(arguments, "global_pool", "token");
            requireText(arguments, "act_layer", "gelu");
        });
    }

    private static void requireText(Settings config, String key, String expected) {
        if (config.has(key) && !config.at(key).asText().equals(expected)) {
            throw config.wrong(key, expected + ", as in a plain Vision Transformer");
        }
    }

    /** The pretrained model's own settings; older files have them at the top. */
    private static Settings pretrained(Settings config) {
        return config.inner("pretrained_cfg").orElse(config);
    }

    static Preprocessing preprocessing(Settings config) {
        Settings pretrained = pretrained(config);
        int inputSize = inputSize(pretrained);
        int resize = (int) Math.floor(inputSize / pretrained.positive("crop_pct", USUAL_CROP));
        return pretrained.preprocessing(() -> new Preprocessing(
                fit(pretrained),
                resize,
                inputSize,
                interpolation(pretrained),
                pretrained.colours("mean", Preprocessing.IMAGENET_MEAN),
                pretrained.colours("std", Preprocessing.IMAGENET_STD)));
    }

    private static int inputSize(Settings pretrained) {
        JsonNode size = pretrained.at("input_size");
        if (size.size() != 3 || size.get(0).asInt() != 3 || !size.get(1).equals(size.get(2))) {
            throw pretrained.wrong("input_size", COLOURS_FIRST);
        }
        return pretrained.pixels("input_size", size.get(1));
    }

    private static Fit fit(Settings pretrained) {
        return switch (pretrained.at("crop_mode").asText("center")) {
            case "center" -> Fit.SHORT_SIDE;
            case "squash" -> Fit.STRETCH;
            default -> throw pretrained.wrong("crop_mode", "center or squash");
        };
    }

    private static Interpolation interpolation(Settings pretrained) {
        return switch (pretrained.at("interpolation").asText("bicubic")) {
            case "nearest" -> Interpolation.NEAREST;
            case "bilinear" -> Interpolation.BILINEAR;
            case "bicubic" -> Interpolation.BICUBIC;
            default -> throw pretrained.wrong("interpolation", "nearest, bilinear or bicubic");
        };
    }

    /** {@code label_names}, each with what {@code label_descriptions} says of it. */
    static List<String> classNames(Settings config) {
        Settings owner = config.has(LABELS) ? config : pretrained(config);
        JsonNode descriptions = owner.at("label_descriptions");
        List<String> names = new ArrayList<>();
        for (JsonNode label : owner.at(LABELS)) {
            if (!label.isTextual()) {
                throw owner.wrong(LABELS, "a list of texts");
            }
            String description = descriptions.path(label.asText()).asText("");
            names.add(description.isBlank() ? label.asText() : label.asText() + " " + description);
        }
        return names;
    }
}
