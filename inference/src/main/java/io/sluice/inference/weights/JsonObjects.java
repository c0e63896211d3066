package io.sluice.inference.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Strict JSON: no key twice, nothing behind it. */
final class JsonObjects {
    /** The limit of the safetensors format, and far more than anything else needs. */
    static final long LONGEST_BYTES = 100_000_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonObjects() {}

    /**
     * Reads an object.
     *
     * @param subject of the sentence where it is none: {@code "The header of checkpoint a.safetensors"}
     * @throws CheckpointException where it is none
     */
    static JsonNode parse(String subject, ByteBuffer utf8) {
        return object(subject, any(subject, utf8));
    }

    /** Reads an object that is all of a file. */
    static JsonNode parse(String subject, CheckpointFile file) {
        return object(subject, any(subject, file));
    }

    private static JsonNode object(String subject, JsonNode json) {
        if (!json.isObject()) {
            throw new CheckpointException(subject + " is not a JSON object.");
        }
        return json;
    }

    /** Reads anything that is all of a file. */
    static JsonNode any(String subject, CheckpointFile file) {
        if (file.bytes() > LONGEST_BYTES) {
            throw new CheckpointException(
                    subject + " has " + file.bytes() + " bytes: expected at most " + LONGEST_BYTES + ".");
        }
        return any(subject, file.read(0, (int) file.bytes()));
    }

    private static JsonNode any(String subject, ByteBuffer utf8) {
        try {
            return JSON.readTree(StandardCharsets.UTF_8.decode(utf8).toString());
        } catch (JsonProcessingException e) {
            throw new CheckpointException(subject + " is not JSON: " + e.getOriginalMessage() + ".", e);
        }
    }
}
