package io.sluice.inference.reference;

import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.reference.ReferenceVit.Attention;
import io.sluice.inference.reference.ReferenceVit.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a method does to the tokens of one picture. */
interface ReferenceReduction {
    /** The method that a spec with all its parameters names. */
    static ReferenceReduction of(ReducerSpec spec, VitShape shape, Map<String, double[]> parameters, Margin margin) {
        Settings settings = new Settings(spec.parameters());
        return switch (spec.method()) {
            case "none" -> new ReferenceReduction() {};
            case "evit" ->
                new ReferenceClassAttention(settings, shape, margin, settings.flag("fuse") ? "fuse" : "drop");
            case "etps" -> new ReferenceClassAttention(settings, shape, margin, "squeeze");
            case "topk" -> new ReferenceClassAttention(settings, shape, margin, "top");
            case "dynamicvit", "dtps" ->
                new ReferencePredicted(
                        settings, shape, parameters, margin, spec.method().equals("dtps"));
            case "random" -> new ReferenceRandom(settings, shape);
            case "tome" -> new ReferenceMerging.Tome(settings, shape, margin);
            case "ppt" -> new ReferenceMerging.Ppt(settings, margin);
            default -> throw new IllegalArgumentException("No reference for '" + spec + "'.");
        };
    }

    default Tokens beforeBlock(int block, Tokens tokens) {
        return tokens;
    }

    default Tokens insideBlock(int block, Tokens tokens, Attention attention) {
        return tokens;
    }

    default boolean proportionalAttention() {
        return false;
    }

    /** Parameters of a spec. */
    record Settings(Map<String, String> values) {
        double number(String name) {
            return Double.parseDouble(values.get(name));
        }

        int whole(String name) {
            return Integer.parseInt(values.get(name));
        }

        boolean flag(String name) {
            return Boolean.parseBoolean(values.get(name));
        }

        List<Integer> blocks() {
            return Arrays.stream(values.get("blocks").split("\\+"))
                    .map(Integer::valueOf)
                    .toList();
        }
    }
}
