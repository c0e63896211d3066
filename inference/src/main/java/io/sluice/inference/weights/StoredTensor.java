package io.sluice.inference.weights;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A tensor as PyTorch pickles it: a view of a storage, which many tensors may share.
 *
 * @param storage where its elements are
 * @param offset of its first element in the storage, in elements
 * @param sizes of its axes
 * @param strides steps from one element to the next along each axis, in elements; not negative
 */
record StoredTensor(Storage storage, long offset, List<Integer> sizes, List<Long> strides) {
    /**
     * Elements that lie one behind the other in an entry of the archive.
     *
     * @param format of the elements
     * @param key name of the entry in the archive's folder {@code data}
     * @param elements how many
     */
    record Storage(ElementFormat format, String key, long elements) {}

    StoredTensor {
        sizes = List.copyOf(sizes);
        strides = List.copyOf(strides);
        boolean negative = offset < 0
                || sizes.stream().anyMatch(size -> size < 0)
                || strides.stream().anyMatch(stride -> stride < 0);
        if (negative || sizes.size() != strides.size()) {
            throw new IllegalArgumentException(
                    "a tensor of sizes " + sizes + ", strides " + strides + " and offset " + offset);
        }
    }

    /**
     * How many elements it has.
     *
     * @throws ArithmeticException where no number of 64 bits says it
     */
    long elements() {
        return FloatTensor.elements(sizes);
    }

    /**
     * Whether all its elements are in its storage, and no more than are there: an expanded tensor repeats some.
     *
     * @throws ArithmeticException where no number of 64 bits says it
     */
    boolean fits() {
        long elements = elements();
        long last = offset;
        for (int axis = 0; axis < sizes.size() && elements > 0; axis++) {
            last = Math.addExact(last, Math.multiplyExact(sizes.get(axis) - 1L, strides.get(axis)));
        }
        return elements == 0 || (elements <= storage.elements() && last < storage.elements());
    }

    /** Whether its elements lie one behind the other, last axis fastest. */
    boolean contiguous() {
        long expected = 1;
        for (int axis = sizes.size() - 1; axis >= 0; axis--) {
            if (sizes.get(axis) != 1 && strides.get(axis) != expected) {
                return elements() == 0;
            }
            expected *= sizes.get(axis);
        }
        return true;
    }

    /** Its values, gathered from the bytes of its storage. */
    FloatTensor gather(ByteBuffer bytes) {
        return FloatTensor.filled(sizes, target -> {
            int[] index = new int[sizes.size()];
            long at = offset;
            while (target.hasRemaining()) {
                target.put(storage.format()
                        .read(bytes.position(
                                Math.toIntExact(at * storage.format().bytes()))));
                at = next(index, at);
            }
        });
    }

    /** Counts {@code index} up, last axis fastest; where in the storage its element is. */
    private long next(int[] index, long at) {
        long next = at;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            next += strides.get(axis);
            if (++index[axis] < sizes.get(axis)) {
                return next;
            }
            next -= strides.get(axis) * sizes.get(axis);
            index[axis] = 0;
        }
        return next;
    }
}
