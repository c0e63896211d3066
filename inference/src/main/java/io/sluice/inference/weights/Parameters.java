package io.sluice.inference.weights;

import io.sluice.inference.model.ModelId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A checkpoint's tensors under canonical names ({@link VitParameters}), whoever named them. */
public final class Parameters {
    private final String origin;
    private final ModelId id;
    private final Map<String, String> metadata;
    private final Map<String, FloatTensor> tensors;

    private Parameters(Checkpoint checkpoint, Map<String, FloatTensor> tensors) {
        this.origin = checkpoint.toString();
        this.id = checkpoint.id();
        this.metadata = checkpoint.metadata();
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /**
     * All tensors of a checkpoint.
     *
     * @throws CheckpointException where a tensor is not of floats, or two mean the same
     */
    public static Parameters of(Checkpoint checkpoint) {
        Naming naming = Naming.of(checkpoint.names());
        Map<String, FloatTensor> tensors = new TreeMap<>();
        for (String name : checkpoint.names()) {
            Optional<String> canonical = naming.canonical(name);
            if (canonical.isPresent() && tensors.put(canonical.get(), checkpoint.tensor(name)) != null) {
                throw new CheckpointException(
                        "Checkpoint " + checkpoint + " has '" + canonical.get() + "' twice, once as '" + name + "'.");
            }
        }
        fuseAttention(tensors);
        return new Parameters(checkpoint, tensors);
    }

    /** Makes one {@code attn.qkv} of query, key and value where they come apart. */
    private static void fuseAttention(Map<String, FloatTensor> tensors) {
        for (String query : List.copyOf(tensors.keySet())) {
            String key = query.replace(".attn.q.", ".attn.k.");
            String value = query.replace(".attn.q.", ".attn.v.");
            if (query.contains(".attn.q.") && tensors.containsKey(key) && tensors.containsKey(value)) {
                tensors.put(
                        query.replace(".attn.q.", ".attn.qkv."),
                        FloatTensor.concat(List.of(tensors.remove(query), tensors.remove(key), tensors.remove(value))));
            }
        }
    }

    public ModelId id() {
        return id;
    }

    /** What the checkpoint says about itself. */
    public Map<String, String> metadata() {
        return metadata;
    }

    public Set<String> names() {
        return tensors.keySet();
    }

    public Optional<FloatTensor> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /**
     * A parameter that must be there.
     *
     * @throws CheckpointException where it is not
     */
    public FloatTensor get(String name) {
        return find(name)
                .orElseThrow(
                        () -> new CheckpointException(
                                "Checkpoint " + origin + " has no '" + name
                                        + "': expected the weights of a Vision Transformer under timm's, DeiT's or Hugging Face's names."));
    }

    /**
     * Checks that nothing is missing, nothing has other sizes and nothing is left over.
     *
     * @param expected sizes by name
     * @param optional prefix of names that may be there as well
     * @throws CheckpointException naming every parameter at fault
     */
    public void require(Map<String, List<Integer>> expected, String optional) {
        List<String> problems = new ArrayList<>();
        new TreeMap<>(expected)
                .forEach((name, sizes) -> find(name)
                        .ifPresentOrElse(
                                tensor -> {
                                    if (!tensor.sizes().equals(sizes)) {
                                        problems.add("'" + name + "' is " + tensor.sizes() + ", expected " + sizes);
                                    }
                                },
                                () -> problems.add("'" + name + "' is missing")));
        names().stream()
                .filter(name -> !expected.containsKey(name) && !name.startsWith(optional))
                .forEach(name -> problems.add("'" + name + "' has no place in a plain Vision Transformer"));
        if (!problems.isEmpty()) {
            throw new CheckpointException("Checkpoint " + origin + ": " + String.join("; ", problems) + ".");
        }
    }

    /** Where the parameters come from, for messages. */
    @Override
    public String toString() {
        return origin;
    }
}
