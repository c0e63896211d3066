package io.sluice.inference.weights;

import io.sluice.inference.weights.StoredTensor.Storage;
import io.sluice.inference.weights.TorchGlobals.Inert;
import io.sluice.inference.weights.TorchGlobals.StorageType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the pickle of a PyTorch checkpoint. A pickle is a program; of its language, only what {@code torch.save} writes for
 * tensors and plain data is understood, as by {@code torch.load(weights_only=True)}:
 *
 * <ul>
 *   <li>names are looked up in {@link TorchGlobals} only, not in the library's registry, and never as Java classes;
 *   <li>operations that could do more, and those of protocols 0 and 1, are refused;
 *   <li>lengths are checked before anything is allocated, and the work is bounded by the number of operations;
 *   <li>only texts become keys: theirs is the hash that nobody can make expensive, since colliding ones are sorted.
 * </ul>
 *
 * What comes out is made of maps, lists, arrays (tuples), texts, numbers, {@link StoredTensor} and {@link Inert}. It may
 * contain itself and be nested to any depth: nobody may walk it without a bound.
 */
final class TorchUnpickler extends Unpickler {
    /** Ten times what a ViT-H with its optimiser's state takes. */
    private static final int MOST_OPERATIONS = 2_000_000;

    private int operations;
    private int tensors;

    private TorchUnpickler() {}

    /**
     * Reads a pickle.
     *
     * @throws PickleException with what is wrong with it, to be put behind the file's name
     */
    static Object read(byte[] pickle) {
        try {
            return new TorchUnpickler().load(new ByteArrayInputStream(pickle));
        } catch (PickleException e) {
            throw e;
        } catch (IOException e) {
            throw new PickleException("it ends too early", e);
        } catch (RuntimeException e) {
            // The library casts and pops without looking: a damaged program can make it throw nearly anything.
            throw new PickleException("it is damaged (" + e + ")", e);
        }
    }

    @Override
    protected Object dispatch(short operation) throws IOException {
        if (++operations > MOST_OPERATIONS) {
            throw new PickleException("it has more than " + MOST_OPERATIONS + " operations");
        }
        switch (operation) {
            // What the library does well: push a value of bounded length, make a tuple, use the memo, end.
            case Opcodes.PROTO,
                    Opcodes.FRAME,
                    Opcodes.STOP,
                    Opcodes.MARK,
                    Opcodes.NONE,
                    Opcodes.NEWTRUE,
                    Opcodes.NEWFALSE,
                    Opcodes.BININT,
                    Opcodes.BININT1,
                    Opcodes.BININT2,
                    Opcodes.LONG1,
                    Opcodes.BINFLOAT,
                    Opcodes.SHORT_BINSTRING,
                    Opcodes.SHORT_BINUNICODE,
                    Opcodes.SHORT_BINBYTES,
                    Opcodes.EMPTY_DICT,
                    Opcodes.EMPTY_LIST,
                    Opcodes.EMPTY_TUPLE,
                    Opcodes.TUPLE,
                    Opcodes.TUPLE1,
                    Opcodes.TUPLE2,
                    Opcodes.TUPLE3,
                    Opcodes.BINPUT,
                    Opcodes.LONG_BINPUT,
                    Opcodes.MEMOIZE,
                    Opcodes.BINGET,
                    Opcodes.LONG_BINGET,
                    Opcodes.BINPERSID -> {
                return super.dispatch(operation);
            }
            case Opcodes.BINSTRING, Opcodes.BINUNICODE, Opcodes.BINBYTES -> {
                requireThere(peeked(Integer.BYTES).getInt());
                super.dispatch(operation);
            }
            case Opcodes.BINUNICODE8, Opcodes.BINBYTES8 -> {
                requireThere(peeked(Long.BYTES).getLong());
                super.dispatch(operation);
            }
            case Opcodes.APPEND -> append(Collections.singletonList(stack.pop()));
            case Opcodes.APPENDS -> append(stack.pop_all_since_marker());
            case Opcodes.SETITEM -> {
                Object value = stack.pop();
                put(Arrays.asList(stack.pop(), value));
            }
            case Opcodes.SETITEMS -> put(stack.pop_all_since_marker());
            case Opcodes.GLOBAL -> {
                String module = PickleUtils.readline(input);
                stack.add(named(module, PickleUtils.readline(input)));
            }
            case Opcodes.STACK_GLOBAL -> {
                Object name = stack.pop();
                stack.add(named(stack.pop(), name));
            }
            case Opcodes.REDUCE, Opcodes.NEWOBJ -> {
                Object arguments = stack.pop();
                stack.add(called(stack.pop(), arguments));
            }
            case Opcodes.BUILD -> dropState();
            default ->
                throw new PickleException(
                        String.format("it uses the operation 0x%02x, which no checkpoint needs", operation & 0xff));
        }
        return NO_RETURN_VALUE;
    }

    private ByteBuffer peeked(int bytes) throws IOException {
        input.mark(bytes);
        ByteBuffer peeked = ByteBuffer.wrap(input.readNBytes(bytes)).order(ByteOrder.LITTLE_ENDIAN);
        input.reset();
        if (peeked.remaining() < bytes) {
            throw new PickleException("it ends too early");
        }
        return peeked;
    }

    private void requireThere(long length) throws IOException {
        if (length < 0 || length > input.available()) {
            throw new PickleException(
                    "it claims a text of " + length + " bytes and has " + input.available() + " left");
        }
    }

    private void append(List<Object> values) {
        if (!(stack.peek() instanceof ArrayList)) {
            throw new PickleException("it appends to what is no list");
        }
        @SuppressWarnings("unchecked") // the library makes lists of anything
        ArrayList<Object> list = (ArrayList<Object>) stack.peek();
        list.addAll(values);
    }

    /** Keys and values in turn; what is put into something inert is dropped. */
    private void put(List<Object> items) {
        if (stack.peek() instanceof Inert) {
            return;
        }
        if (!(stack.peek() instanceof HashMap) || items.size() % 2 != 0) {
            throw new PickleException("it puts items into what is no dictionary");
        }
        @SuppressWarnings("unchecked") // the library makes dictionaries of anything
        HashMap<Object, Object> dictionary = (HashMap<Object, Object>) stack.peek();
        for (int i = 0; i < items.size(); i += 2) {
            putOne(dictionary, items.get(i), items.get(i + 1));
        }
    }

    /** What numbers and tuples are the keys of, such as an optimiser's state, is dropped: no weights are. */
    private static void putOne(Map<Object, Object> dictionary, Object key, Object value) {
        if (key instanceof Collection || key instanceof Map) {
            throw new PickleException("it has a list or dictionary as a key");
        }
        if (key instanceof String) {
            dictionary.put(key, value);
        }
    }

    private static Object named(Object module, Object name) {
        String whole = module + "." + name;
        return TorchGlobals.named(whole)
                .orElseThrow(() -> new PickleException("it asks for '" + whole
                        + "', which is neither a tensor nor plain data, so the file may run any program when PyTorch loads"
                        + " it: expected a state_dict"));
    }

    private Object called(Object callable, Object arguments) {
        if (callable instanceof IObjectConstructor constructor && arguments instanceof Object[] values) {
            return counted(constructor.construct(values));
        }
        throw new PickleException("it calls what cannot be called");
    }

    /** A tensor takes a hundred times the memory of the three operations that can make it. */
    private Object counted(Object made) {
        if (made instanceof StoredTensor && ++tensors > SafetensorsHeader.MOST_TENSORS) {
            throw new PickleException("it has more than " + SafetensorsHeader.MOST_TENSORS + " tensors");
        }
        return made;
    }

    /** A dictionary's attributes ({@code _metadata}, versions of layers) and the contents of the inert are of no use. */
    private void dropState() {
        stack.pop();
        if (!(stack.peek() instanceof HashMap || stack.peek() instanceof Inert)) {
            throw new PickleException("it gives a state to what has none");
        }
    }

    /** {@code ('storage', type, key, device, elements)}. */
    @Override
    protected Object persistentLoad(Object id) {
        if (id instanceof Object[] parts
                && parts.length == 5
                && "storage".equals(parts[0])
                && parts[1] instanceof StorageType type
                && parts[2] instanceof String key
                && parts[4] instanceof Number elements) {
            return new Storage(type.format(), key, elements.longValue());
        }
        throw new PickleException("a storage is not named by type, key, device and number of elements");
    }
}
