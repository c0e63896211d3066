package io.sluice.inference.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.inference.model.ModelId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A checkpoint that is split into several safetensors files, with an index ({@code model.safetensors.index.json}) beside
 * them that says which tensor is in which. Tensors that the index does not name are left alone.
 */
public final class ShardedSafetensors implements Checkpoint {
    /** A name without folders: an index never leads out of its own. */
    private static final Pattern FILE_NAME = Pattern.compile("[^/\\\\\\x00-\\x1f]+\\.safetensors");

    private final CheckpointFile index;
    private final ModelId id;
    private final CheckpointConfig config;
    private final Map<String, Safetensors> shardOf;

    private ShardedSafetensors(CheckpointFile index, ModelId id, Map<String, Safetensors> shardOf) {
        this.index = index;
        this.id = id;
        this.config = CheckpointConfig.beside(index.path());
        this.shardOf = Collections.unmodifiableMap(shardOf);
    }

    /**
     * Opens an index and all files that it names.
     *
     * @throws CheckpointException where one of them is missing or damaged, or a tensor is not where the index says
     */
    public static ShardedSafetensors open(Path path) {
        CheckpointFile index = CheckpointFile.of(path);
        Map<String, Safetensors> shards = new TreeMap<>();
        Map<String, Safetensors> shardOf = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : weightMap(index).properties()) {
            String name = fileName(index, entry);
            Safetensors shard = shards.computeIfAbsent(name, key -> shard(index, key));
            if (!shard.names().contains(entry.getKey())) {
                throw index.wrong(entry.getKey(), "should be in " + shard + " but is not");
            }
            shardOf.put(entry.getKey(), shard);
        }
        return new ShardedSafetensors(index, new ModelId(index.name(), hash(index, shards)), shardOf);
    }

    private static JsonNode weightMap(CheckpointFile index) {
        JsonNode weightMap = JsonObjects.parse("Index " + index, index).path("weight_map");
        if (!weightMap.isObject() || weightMap.isEmpty()) {
            throw new CheckpointException("Cannot use " + index
                    + ": it is neither a checkpoint nor the index of one, which has a 'weight_map'.");
        }
        return weightMap;
    }

    private static String fileName(CheckpointFile index, Map.Entry<String, JsonNode> entry) {
        String name = entry.getValue().asText();
        if (!entry.getValue().isTextual() || !FILE_NAME.matcher(name).matches()) {
            throw index.wrong(
                    entry.getKey(),
                    "should be in " + entry.getValue() + ": expected the name of a .safetensors file beside the index");
        }
        return name;
    }

    private static Safetensors shard(CheckpointFile index, String name) {
        try {
            return Safetensors.open(index.path().resolveSibling(name));
        } catch (CheckpointException e) {
            throw new CheckpointException("Part of checkpoint " + index + ": " + e.getMessage(), e);
        }
    }

    /** Of the hashes of the index and all its files, in the order of their names. */
    private static String hash(CheckpointFile index, Map<String, Safetensors> shards) {
        MessageDigest digest = CheckpointFile.newSha256();
        digest.update(index.sha256().getBytes(StandardCharsets.US_ASCII));
        shards.values()
                .forEach(shard -> digest.update(shard.id().weightsSha256().getBytes(StandardCharsets.US_ASCII)));
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public ModelId id() {
        return id;
    }

    @Override
    public CheckpointConfig config() {
        return config;
    }

    @Override
    public Set<String> names() {
        return shardOf.keySet();
    }

    /** What the files say, each in its turn. */
    @Override
    public Map<String, String> metadata() {
        Map<String, String> metadata = new TreeMap<>();
        shardOf.values().stream().distinct().forEach(shard -> metadata.putAll(shard.metadata()));
        return metadata;
    }

    @Override
    public String type(String name) {
        return shard(name).type(name);
    }

    @Override
    public List<Integer> sizes(String name) {
        return shard(name).sizes(name);
    }

    @Override
    public FloatTensor tensor(String name) {
        return shard(name).tensor(name);
    }

    private Safetensors shard(String name) {
        Safetensors shard = shardOf.get(name);
        if (shard == null) {
            throw index.wrong("has no tensor '" + name + "'");
        }
        return shard;
    }

    @Override
    public String toString() {
        return index.toString();
    }
}
