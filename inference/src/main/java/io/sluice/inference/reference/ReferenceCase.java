package io.sluice.inference.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.weights.CheckpointException;
import io.sluice.inference.weights.FloatTensor;
import io.sluice.inference.weights.Safetensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A reference vector: what a method's authors' code computes for given weights and pictures. A safetensors file whose
 * metadata name {@code backbone}, {@code reducer}, {@code params}, {@code weights}, {@code input} and
 * {@code tokens_after_block}, and whose tensors are {@code logits} and {@code cls_after_block}.
 *
 * @param name the file's name without its ending
 * @param reducer method and parameters
 * @param heads attention heads of the backbone
 * @param weights file of the checkpoint
 * @param input file with the tensor {@code input}, normalised pictures {@code [batch, 3, height, width]}
 * @param tokens tokens leaving each block
 * @param logits expected, picture by picture
 * @param classTokens expected class tokens leaving each block, {@code [depth, batch, width]}
 */
public record ReferenceCase(
        String name,
        ReducerSpec reducer,
        int heads,
        Path weights,
        Path input,
        List<Integer> tokens,
        List<Double> logits,
        FloatTensor classTokens) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> SPEC_NAMES =
            Map.of("keep_rate", "keep", "fuse_token", "fuse", "proportional_attention", "prop");

    /** Whether a safetensors file is a case, and not weights or pictures of one. */
    public static boolean isCase(Path file) {
        return Safetensors.open(file).metadata().containsKey("tokens_after_block");
    }

    /**
     * Reads a case.
     *
     * @throws CheckpointException where the file is not one
     */
    public static ReferenceCase read(Path file) {
        Safetensors tensors = Safetensors.open(file);
        Metadata metadata = new Metadata(file, tensors.metadata());
        return new ReferenceCase(
                tensors.id().name(),
                new ReducerSpec(metadata.text("reducer"), parameters(metadata.json("params"))),
                metadata.json("backbone").path("num_heads").asInt(),
                file.resolveSibling(metadata.text("weights")),
                file.resolveSibling(metadata.text("input")),
                elements(metadata.json("tokens_after_block"))
                        .map(JsonNode::asInt)
                        .toList(),
                Arrays.stream(tensors.doubles("logits")).boxed().toList(),
                tensors.tensor("cls_after_block"));
    }

    /** The pictures. */
    public FloatTensor pictures() {
        return Safetensors.open(input).tensor("input");
    }

    private static Map<String, String> parameters(JsonNode json) {
        Map<String, String> parameters = new TreeMap<>();
        json.properties()
                .forEach(parameter -> parameters.put(
                        SPEC_NAMES.getOrDefault(parameter.getKey(), parameter.getKey()), text(parameter.getValue())));
        return parameters;
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? elements(value).map(JsonNode::asText).collect(Collectors.joining("+"))
                : value.asText();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private record Metadata(Path file, Map<String, String> values) {
        String text(String key) {
            String value = values.get(key);
            if (value == null) {
                throw new CheckpointException(
                        "File " + file + " is not a reference vector: its metadata have no '" + key + "'.");
            }
            return value;
        }

        JsonNode json(String key) {
            try {
                return JSON.readTree(text(key));
            } catch (JsonProcessingException e) {
                throw new CheckpointException("File " + file + ": the metadata '" + key + "' are not JSON.", e);
            }
        }
    }
}
