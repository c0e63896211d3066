package io.sluice.inference.weights;

import io.sluice.inference.model.ModelId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Trained weights: tensors by the names that their trainer gave them. One implementation for each file format. */
public sealed interface Checkpoint permits Safetensors, TorchCheckpoint, ShardedSafetensors, RandomWeights {
    /**
     * Opens a checkpoint: a safetensors file, the index of one that is split ({@code model.safetensors.index.json}), or a
     * file that {@code torch.save} wrote. What it is shows in its first bytes, whatever it is called. Its tensors are read
     * when asked for, so the file must stay as it is meanwhile.
     *
     * @throws CheckpointException where the file is missing, ill-formed or in a format that is not known
     */
    static Checkpoint open(Path file) {
        return switch (CheckpointFormat.of(file)) {
            case SAFETENSORS -> Safetensors.open(file);
            case INDEX -> ShardedSafetensors.open(file);
            case TORCH -> TorchCheckpoint.open(file);
        };
    }

    /** Name and hash. */
    ModelId id();

    /** Names of the tensors. */
    Set<String> names();

    /** What the files beside it say of it. */
    CheckpointConfig config();

    /** What the file says about itself; empty where it says nothing. */
    Map<String, String> metadata();

    /**
     * How a tensor's elements are stored, as safetensors files name it: {@code F32}, {@code F16}, {@code BF16} and so on.
     *
     * @param name one of {@link #names}
     */
    String type(String name);

    /**
     * Sizes of a tensor's axes.
     *
     * @param name one of {@link #names}
     */
    List<Integer> sizes(String name);

    /**
     * A tensor's values, widened to 32-bit floats.
     *
     * @param name one of {@link #names}
     * @throws CheckpointException where there is none of that name, or its elements are no floats
     */
    FloatTensor tensor(String name);
}
