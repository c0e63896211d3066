package io.sluice.inference.weights;

import io.sluice.inference.model.ModelId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A checkpoint's tensors under canonical names ({@link VitParameters}), whoever named them. */
public final class Parameters {
    private final String origin;
    private final ModelId id;
    private final Map<String, String> metadata;
    private final CheckpointConfig config;
    private final Map<String, FloatTensor> tensors = new TreeMap<>();

    /** Types of what is no float, by name. */
    private final Map<String, String> others = new TreeMap<>();

    private Parameters(Checkpoint checkpoint) {
        this.origin = checkpoint.toString();
        this.id = checkpoint.id();
        this.metadata = checkpoint.metadata();
        this.config = checkpoint.config();
    }

    /**
     * All tensors of a checkpoint that can play a part in classification.
     *
     * @throws CheckpointException where two mean the same
     */
    public static Parameters of(Checkpoint checkpoint) {
        Naming naming = Naming.of(checkpoint.names());
        Parameters parameters = new Parameters(checkpoint);
        for (String name : checkpoint.names()) {
            naming.canonical(name).ifPresent(canonical -> parameters.add(checkpoint, name, canonical));
        }
        parameters.fuseAttention();
        return parameters;
    }

    private void add(Checkpoint checkpoint, String name, String canonical) {
        if (tensors.containsKey(canonical) || others.containsKey(canonical)) {
            throw new CheckpointException(
                    "Checkpoint " + origin + " has '" + canonical + "' twice, once as '" + name + "'.");
        }
        String type = checkpoint.type(name);
        if (ElementFormat.named(type).orElseThrow().widensToFloat()) {
            tensors.put(canonical, checkpoint.tensor(name));
        } else {
            others.put(canonical, type);
        }
    }

    /** Makes one {@code attn.qkv} of query, key and value where they come apart; unequal ones stay and have no place. */
    private void fuseAttention() {
        for (String query : List.copyOf(tensors.keySet())) {
            if (query.contains(".attn.q.")) {
                List<String> names =
                        List.of(query, query.replace(".attn.q.", ".attn.k."), query.replace(".attn.q.", ".attn.v."));
                List<FloatTensor> parts = names.stream()
                        .map(tensors::get)
                        .filter(part -> part != null && !part.sizes().isEmpty())
                        .filter(part -> part.sizes().equals(tensors.get(query).sizes()))
                        .toList();
                if (parts.size() == names.size()) {
                    tensors.keySet().removeAll(names);
                    tensors.put(query.replace(".attn.q.", ".attn.qkv."), FloatTensor.concat(parts));
                }
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

    /** What the files beside the checkpoint say of it. */
    public CheckpointConfig config() {
        return config;
    }

    /** Names of all that are floats. */
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
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
        requireThere(List.of(name));
        return tensors.get(name);
    }

    /**
     * Checks that the parameters without which nothing is known are there.
     *
     * @throws CheckpointException naming every one that is not
     */
    public void requireThere(List<String> needed) {
        List<String> problems = new ArrayList<>();
        needed.stream().filter(name -> !tensors.containsKey(name)).forEach(name -> problems.add(missing(name)));
        if (!problems.isEmpty()) {
            throw new CheckpointException("Checkpoint " + origin + ": " + String.join("; ", problems)
                    + ": expected the weights of a Vision Transformer under timm's, DeiT's or Hugging Face's names.");
        }
    }

    private String missing(String name) {
        return others.containsKey(name)
                ? "'" + name + "' has elements of type " + others.get(name) + ", expected F32, F16 or BF16"
                : "'" + name + "' is missing";
    }

    /**
     * Checks that nothing is missing, nothing has other sizes and nothing is left over.
     *
     * @param expected sizes by name
     * @param optional prefix of names that may be there as well
     * @throws CheckpointException naming every parameter at fault
     */
    public void require(Map<String, List<Integer>> expected, String optional) {
        List<String> problems = problems(expected);
        Stream.concat(tensors.keySet().stream(), others.keySet().stream())
                .filter(name -> !expected.containsKey(name) && !name.startsWith(optional))
                .sorted()
                .forEach(name -> problems.add("'" + name + "' has no place in a plain Vision Transformer"));
        if (!problems.isEmpty()) {
            throw new CheckpointException("Checkpoint " + origin + ": " + String.join("; ", problems) + ".");
        }
    }

    /**
     * Checks that nothing is missing and nothing has other sizes; there may be more.
     *
     * @param expected sizes by name
     * @param whose what has such parameters, for the message
     * @throws CheckpointException naming every parameter at fault
     */
    public void requireAll(Map<String, List<Integer>> expected, String whose) {
        List<String> problems = problems(expected);
        if (!problems.isEmpty()) {
            throw new CheckpointException(
                    "Checkpoint " + origin + " is not that of " + whose + ": " + String.join("; ", problems) + ".");
        }
    }

    private List<String> problems(Map<String, List<Integer>> expected) {
        List<String> problems = new ArrayList<>();
        new TreeMap<>(expected).forEach((name, sizes) -> {
            FloatTensor tensor = tensors.get(name);
            if (tensor == null) {
                problems.add(missing(name));
            } else if (!tensor.sizes().equals(sizes)) {
                problems.add("'" + name + "' is " + tensor.sizes() + ", expected " + sizes);
            }
        });
        return problems;
    }

    /** Where the parameters come from, for messages. */
    @Override
    public String toString() {
        return origin;
    }
}
