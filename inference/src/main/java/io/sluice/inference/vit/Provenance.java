package io.sluice.inference.vit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.VitShape;
import java.nio.ByteBuffer;
import java.util.Map;

/** What a compiled model's metadata say of where it comes from: all that is needed to read it back. */
record Provenance(ModelId id, VitShape shape, Preprocessing preprocessing, OperatingPoint point) {
    private static final String PREFIX = "sluice.";
    private static final String NAME = PREFIX + "model.name";
    private static final String SHA256 = PREFIX + "weights.sha256";
    private static final String SHAPE = PREFIX + "shape";
    private static final String PREPROCESSING = PREFIX + "preprocessing";
    private static final String REDUCER = PREFIX + "reducer";
    private static final String PRECISION = PREFIX + "precision";
    private static final String SCHEDULE = PREFIX + "schedule";
    private static final String MACS = PREFIX + "macs";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    Map<String, String> toMetadata() {
        return Map.of(
                NAME, id.name(),
                SHA256, id.weightsSha256(),
                SHAPE, json(shape),
                PREPROCESSING, json(preprocessing),
                REDUCER, point.reducer().toString(),
                PRECISION, point.precision().name(),
                SCHEDULE, json(point.schedule()),
                MACS, String.valueOf(point.macs()));
    }

    /**
     * Reads metadata; the schedule and what follows from it is worked out anew.
     *
     * @throws IllegalArgumentException where something is missing or ill-formed
     */
    static Provenance of(Map<String, String> metadata) {
        ModelId id = new ModelId(get(metadata, NAME), get(metadata, SHA256));
        VitShape shape = json(metadata, SHAPE, VitShape.class);
        ReducerSpec reducer = ReducerSpec.parse(get(metadata, REDUCER));
        Precision precision = Precision.valueOf(get(metadata, PRECISION));
        return new Provenance(
                id,
                shape,
                json(metadata, PREPROCESSING, Preprocessing.class),
                OperatingPoints.of(id, shape, reducer, precision));
    }

    CompiledModel model(ByteBuffer onnx) {
        return new CompiledModel(onnx, id, shape, preprocessing, point);
    }

    private static String get(Map<String, String> metadata, String key) {
        String value = metadata.get(key);
        if (value == null) {
            throw new IllegalArgumentException("its metadata have no '" + key + "', so Sluice did not make it");
        }
        return value;
    }

    private static <T> T json(Map<String, String> metadata, String key, Class<T> type) {
        try {
            return JSON.readValue(get(metadata, key), type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("its metadata '" + key + "' are ill-formed", e);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write " + value + " as JSON", e);
        }
    }
}
