package io.sluice.inference.weights;

import io.sluice.inference.model.ModelId;
import io.sluice.inference.weights.StoredTensor.Storage;
import io.sluice.inference.weights.ZipArchive.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.PickleException;

/**
 * A checkpoint that {@code torch.save} wrote, of PyTorch 1.6 or later: a zip file with a pickle, which says what tensors
 * there are, and their elements, stored as they are. Nothing in it is ever run ({@link TorchUnpickler}). Tensors are mapped
 * where they can be.
 *
 * <p>Of what trainers put into such a file, the weights are, as timm has it, the first of {@code state_dict_ema}, {@code
 * model_ema}, {@code state_dict} and {@code model} that is there, or else the whole of it.
 */
public final class TorchCheckpoint implements Checkpoint {
    private static final String PICKLE = "data.pkl";
    private static final int LONGEST_PICKLE_BYTES = 64 << 20;

    private final CheckpointFile file;
    private final MappedFile mapped;
    private final ModelId id;
    private final CheckpointConfig config;
    private final ZipArchive archive;
    private final String folder;
    private final Map<String, StoredTensor> tensors;

    private TorchCheckpoint(CheckpointFile file, ModelId id, ZipArchive archive, String folder, StateDict weights) {
        this.file = file;
        this.mapped = new MappedFile(file);
        this.id = id;
        this.config = CheckpointConfig.beside(file.path());
        this.archive = archive;
        this.folder = folder;
        this.tensors = Collections.unmodifiableMap(weights.tensors());
    }

    /**
     * Opens a file and checks all its tensors against what is stored.
     *
     * @throws CheckpointException where the file cannot be read, is damaged, has anything but tensors and plain data, or
     *     has no weights
     */
    public static TorchCheckpoint open(Path path) {
        CheckpointFile file = CheckpointFile.of(path);
        ZipArchive archive = ZipArchive.open(file);
        Entry pickle = archive.endingWith(PICKLE)
                .orElseThrow(
                        () -> file.wrong("is a zip file without a " + PICKLE + ": expected one that torch.save wrote"));
        String folder = pickle.name().substring(0, pickle.name().length() - PICKLE.length());
        requireLittleEndian(file, archive, folder);
        StateDict weights = StateDict.of(file, unpickled(file, pickle));
        TorchCheckpoint checkpoint = new TorchCheckpoint(file, file.id(), archive, folder, weights);
        checkpoint.requireStored();
        return checkpoint;
    }

    private static void requireLittleEndian(CheckpointFile file, ZipArchive archive, String folder) {
        archive.find(folder + "byteorder").filter(entry -> entry.length() == 3).ifPresent(entry -> {
            ByteBuffer order = file.read(entry.position(), (int) entry.length());
            throw file.wrong("has the byte order '" + StandardCharsets.UTF_8.decode(order) + "': expected little");
        });
    }

    private static Object unpickled(CheckpointFile file, Entry pickle) {
        if (pickle.length() > LONGEST_PICKLE_BYTES) {
            throw file.wrong("has a pickle of " + pickle.length() + " bytes: expected at most " + LONGEST_PICKLE_BYTES);
        }
        try {
            return TorchUnpickler.read(
                    file.read(pickle.position(), (int) pickle.length()).array());
        } catch (PickleException e) {
            throw new CheckpointException(
                    "Cannot use the pickle of checkpoint " + file + ": " + e.getMessage() + ".", e);
        }
    }

    /** What is claimed to be there is there, and the sum of all tensors is no multiple of the file. */
    private void requireStored() {
        long bytes = 0;
        for (Map.Entry<String, StoredTensor> named : tensors.entrySet()) {
            StoredTensor tensor = named.getValue();
            requireStored(named.getKey(), tensor);
            bytes += tensor.elements() * tensor.storage().format().bytes();
            if (bytes > 2 * file.bytes()) {
                throw file.wrong("has " + file.bytes() + " bytes, yet claims tensors of twice as many");
            }
        }
    }

    private void requireStored(String name, StoredTensor tensor) {
        Storage storage = tensor.storage();
        long stored = entry(name, storage).length();
        try {
            if (storage.elements() < 0
                    || Math.multiplyExact(storage.elements(), storage.format().bytes()) > stored) {
                throw file.wrong(
                        name,
                        "should have " + storage.elements() + " elements of type " + storage.format() + " but only "
                                + stored + " bytes are stored");
            }
            if (!tensor.fits()) {
                throw file.wrong(name, shapes(tensor) + " does not fit its " + storage.elements() + " stored elements");
            }
        } catch (ArithmeticException e) {
            throw new CheckpointException(
                    file.wrong(name, shapes(tensor) + " is impossibly large").getMessage(), e);
        }
    }

    private static String shapes(StoredTensor tensor) {
        return "of sizes " + tensor.sizes() + ", strides " + tensor.strides() + " and offset " + tensor.offset();
    }

    private Entry entry(String name, Storage storage) {
        String entry = folder + "data/" + storage.key();
        return archive.find(entry)
                .orElseThrow(() -> file.wrong(name, "has no elements: there is no entry '" + entry + "'"));
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
        return tensors.keySet();
    }

    @Override
    public Map<String, String> metadata() {
        return Map.of();
    }

    @Override
    public String type(String name) {
        return stored(name).storage().format().name();
    }

    @Override
    public List<Integer> sizes(String name) {
        return stored(name).sizes();
    }

    @Override
    public FloatTensor tensor(String name) {
        StoredTensor tensor = stored(name);
        ElementFormat format = tensor.storage().format();
        file.requireFloats(name, format, tensor.sizes());
        if (!tensor.contiguous()) {
            return tensor.gather(map(name, tensor, 0, tensor.storage().elements()));
        }
        ByteBuffer bytes = map(name, tensor, tensor.offset(), tensor.elements());
        return format == ElementFormat.F32
                ? new FloatTensor(tensor.sizes(), bytes)
                : FloatTensor.filled(tensor.sizes(), target -> format.widen(bytes, target));
    }

    private ByteBuffer map(String name, StoredTensor tensor, long from, long elements) {
        int width = tensor.storage().format().bytes();
        if (elements == 0) {
            return ByteBuffer.allocateDirect(0);
        }
        return mapped.part(entry(name, tensor.storage()).position() + from * width, elements * width);
    }

    private StoredTensor stored(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw file.wrong("has no tensor '" + name + "'");
        }
        return tensor;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
