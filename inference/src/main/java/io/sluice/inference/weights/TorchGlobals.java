package io.sluice.inference.weights;

import io.sluice.inference.weights.StoredTensor.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.PickleException;

/**
 * All that a checkpoint's pickle may ask for by name. Tensors, storages and ordered dictionaries are rebuilt; a few things
 * that trainers put beside the weights become an {@link Inert}, whatever they are given. Nothing is looked up anywhere
 * else, so nothing else can be made, and none of this runs anything.
 */
final class TorchGlobals {
    private static final Map<String, ElementFormat> STORAGES = Map.of(
            "torch.FloatStorage", ElementFormat.F32,
            "torch.HalfStorage", ElementFormat.F16,
            "torch.BFloat16Storage", ElementFormat.BF16,
            "torch.DoubleStorage", ElementFormat.F64,
            "torch.LongStorage", ElementFormat.I64,
            "torch.IntStorage", ElementFormat.I32,
            "torch.ShortStorage", ElementFormat.I16,
            "torch.CharStorage", ElementFormat.I8,
            "torch.ByteStorage", ElementFormat.U8,
            "torch.BoolStorage", ElementFormat.BOOL);

    /** Arguments of the training, paths, single numbers of NumPy: of no use here and harmless as long as nobody makes them. */
    private static final Set<String> IGNORED = Set.of(
            "argparse.Namespace",
            "pathlib.Path",
            "pathlib.PosixPath",
            "pathlib.WindowsPath",
            "pathlib.PurePosixPath",
            "collections.Counter",
            "builtins.set",
            "__builtin__.set",
            "_codecs.encode",
            "numpy.dtype",
            "numpy.core.multiarray.scalar",
            "numpy._core.multiarray.scalar",
            "torch.Size",
            "torch.device",
            "torch.float32",
            "torch.float16",
            "torch.bfloat16",
            "torch.float64");

    private TorchGlobals() {}

    /** The class of a storage, which persistent identifiers name. */
    record StorageType(ElementFormat format) {}

    /** Something that stands beside the weights, and of which nothing but the name is known. */
    record Inert(String name) implements IObjectConstructor {
        @Override
        public Object construct(Object[] arguments) {
            return this;
        }
    }

    /** What a name such as {@code torch.FloatStorage} means; empty where it must not be asked for. */
    static Optional<Object> named(String name) {
        if (STORAGES.containsKey(name)) {
            return Optional.of(new StorageType(STORAGES.get(name)));
        }
        if (IGNORED.contains(name)) {
            return Optional.of(new Inert(name));
        }
        IObjectConstructor constructor = switch (name) {
            case "torch._utils._rebuild_tensor_v2" -> TorchGlobals::tensor;
            case "torch._utils._rebuild_parameter" -> TorchGlobals::parameter;
            case "collections.OrderedDict" -> TorchGlobals::orderedDictionary;
            default -> null;
        };
        return Optional.ofNullable(constructor);
    }

    /** Storage, offset, sizes, strides; whether gradients are wanted, and hooks, follow. */
    private static Object tensor(Object[] arguments) {
        if (arguments.length >= 4
                && arguments[0] instanceof Storage storage
                && arguments[1] instanceof Number offset
                && arguments[2] instanceof Object[] sizes
                && arguments[3] instanceof Object[] strides) {
            requireFewAxes(Math.max(sizes.length, strides.length));
            return new StoredTensor(
                    storage,
                    offset.longValue(),
                    longs(sizes).stream().map(Math::toIntExact).toList(),
                    longs(strides));
        }
        throw new PickleException("a tensor is not rebuilt from a storage, an offset, sizes and strides");
    }

    private static void requireFewAxes(int axes) {
        if (axes > SafetensorsHeader.MOST_AXES) {
            throw new PickleException(
                    "a tensor has " + axes + " axes: expected at most " + SafetensorsHeader.MOST_AXES);
        }
    }

    private static List<Long> longs(Object[] numbers) {
        List<Long> longs = new ArrayList<>();
        for (Object number : numbers) {
            if (!(number instanceof Integer || number instanceof Long)) {
                throw new PickleException("a size of a tensor is no integer");
            }
            longs.add(((Number) number).longValue());
        }
        return longs;
    }

    private static Object parameter(Object[] arguments) {
        if (arguments.length >= 1 && arguments[0] instanceof StoredTensor tensor) {
            return tensor;
        }
        throw new PickleException("a parameter is not rebuilt from a tensor");
    }

    private static Object orderedDictionary(Object[] arguments) {
        if (arguments.length == 0) {
            return new HashMap<>();
        }
        throw new PickleException("an OrderedDict has arguments: expected none");
    }
}
