package io.sluice.inference.weights;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The weights among all that a checkpoint's pickle holds.
 *
 * @param tensors by name
 */
record StateDict(Map<String, StoredTensor> tensors) {
    /** Where trainers put the weights; the first that is there has them, in timm's order. */
    private static final List<String> WRAPPINGS = List.of("state_dict_ema", "model_ema", "state_dict", "model");

    private static final int KEYS_SHOWN = 10;

    /**
     * Finds the weights.
     *
     * @param pickled what was in the pickle
     * @throws CheckpointException where there are none
     */
    static StateDict of(CheckpointFile file, Object pickled) {
        if (!(pickled instanceof Map<?, ?> whole)) {
            throw file.wrong("has no dictionary of tensors: expected a state_dict");
        }
        Map<?, ?> weights = WRAPPINGS.stream()
                .map(whole::get)
                .filter(Objects::nonNull)
                .findFirst()
                .<Map<?, ?>>map(found -> dictionary(file, found))
                .orElse(whole);
        Map<String, StoredTensor> tensors = new TreeMap<>();
        weights.forEach((key, value) -> {
            if (key instanceof String name && value instanceof StoredTensor tensor) {
                tensors.put(name, tensor);
            }
        });
        if (tensors.isEmpty()) {
            throw file.wrong("has no tensors where " + WRAPPINGS + " or nothing is wrapped around them: found the keys "
                    + shown(weights));
        }
        return new StateDict(tensors);
    }

    private static Map<?, ?> dictionary(CheckpointFile file, Object found) {
        if (found instanceof Map<?, ?> dictionary) {
            return dictionary;
        }
        throw file.wrong("has weights that are no dictionary: expected a state_dict");
    }

    /** Texts only: anything else may be nested to any depth. */
    private static String shown(Map<?, ?> weights) {
        return weights.keySet().stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .sorted()
                .limit(KEYS_SHOWN)
                .collect(Collectors.joining("', '", "'", "'"));
    }
}
