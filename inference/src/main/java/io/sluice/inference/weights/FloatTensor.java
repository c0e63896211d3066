package io.sluice.inference.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/**
 * An array of 32-bit floats outside the heap, last axis fastest.
 *
 * @param sizes of the axes
 * @param bytes the floats, little-endian, from position to limit of a direct buffer
 */
public record FloatTensor(List<Integer> sizes, ByteBuffer bytes) {
    public FloatTensor {
        sizes = List.copyOf(sizes);
        bytes = bytes.slice().asReadOnlyBuffer();
        if (elements(sizes) * Float.BYTES != bytes.remaining()) {
            throw new IllegalArgumentException(
                    "Expected " + elements(sizes) + " floats for " + sizes + ", found " + bytes + ".");
        }
    }

    /** A tensor of given values. */
    public static FloatTensor of(List<Integer> sizes, float... values) {
        return filled(sizes, target -> target.put(values));
    }

    /** A tensor whose values {@code fill} puts, in order. */
    public static FloatTensor filled(List<Integer> sizes, Fill fill) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(elements(sizes) * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        fill.into(bytes.asFloatBuffer());
        return new FloatTensor(sizes, bytes);
    }

    /** Puts a tensor's values. */
    @FunctionalInterface
    public interface Fill {
        void into(FloatBuffer target);
    }

    /** The floats as bytes, little-endian, from position to limit; a view of its own for each caller. */
    @Override
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The floats from position to limit; a view of its own for each caller. */
    public FloatBuffer floats() {
        return bytes().asFloatBuffer();
    }

    /** Size of one axis. */
    public int size(int axis) {
        return sizes.get(axis);
    }

    /** All values on the heap. */
    public float[] toArray() {
        FloatBuffer floats = floats();
        float[] values = new float[floats.remaining()];
        floats.get(values);
        return values;
    }

    /** The same values under other sizes. */
    public FloatTensor reshape(Integer... to) {
        return new FloatTensor(Arrays.asList(to), bytes);
    }

    /** A tensor whose value i is this one's value {@code source(i)}. */
    public FloatTensor rearranged(List<Integer> to, IntUnaryOperator source) {
        FloatBuffer from = floats();
        return filled(to, target -> {
            for (int i = 0; target.hasRemaining(); i++) {
                target.put(from.get(source.applyAsInt(i)));
            }
        });
    }

    /** Every value times {@code factor}. */
    public FloatTensor times(float factor) {
        FloatBuffer from = floats();
        return filled(sizes, target -> {
            while (from.hasRemaining()) {
                target.put(from.get() * factor);
            }
        });
    }

    /** Every value times the factor of its place on the last axis. */
    public FloatTensor timesColumns(IntToFloatFunction factor) {
        int columns = size(sizes.size() - 1);
        FloatBuffer from = floats();
        return filled(sizes, target -> {
            for (int i = 0; from.hasRemaining(); i++) {
                target.put(from.get() * factor.of(i % columns));
            }
        });
    }

    /** A number for each place. */
    @FunctionalInterface
    public interface IntToFloatFunction {
        float of(int place);
    }

    /** The sum with a tensor of as many values or fewer, which are repeated. */
    public FloatTensor plus(FloatTensor other) {
        FloatBuffer from = floats();
        FloatBuffer summand = other.floats();
        return filled(sizes, target -> {
            for (int i = 0; from.hasRemaining(); i++) {
                target.put(from.get() + summand.get(i % summand.capacity()));
            }
        });
    }

    /** Rows and columns exchanged; of a tensor of two axes. */
    public FloatTensor transposed() {
        int rows = size(0);
        int columns = size(1);
        return rearranged(List.of(columns, rows), i -> i % rows * columns + i / rows);
    }

    /** Rows {@code from} to {@code to} (exclusive) of the first axis. */
    public FloatTensor rows(int from, int to) {
        int row = bytes.remaining() / size(0);
        List<Integer> fewer = new ArrayList<>(sizes);
        fewer.set(0, to - from);
        return new FloatTensor(fewer, bytes().position(from * row).limit(to * row));
    }

    /** Tensors one behind the other along the first axis. */
    public static FloatTensor concat(List<FloatTensor> parts) {
        List<Integer> sizes = new ArrayList<>(parts.get(0).sizes);
        sizes.set(0, parts.stream().mapToInt(part -> part.size(0)).sum());
        return filled(sizes, target -> parts.forEach(part -> target.put(part.floats())));
    }

    /** The values rounded to the nearest floats of 16 bits, little-endian, in a direct buffer. */
    public ByteBuffer halves() {
        FloatBuffer from = floats();
        ByteBuffer halves =
                ByteBuffer.allocateDirect(from.remaining() * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (from.hasRemaining()) {
            halves.putShort(Half.of(from.get()));
        }
        return halves.flip();
    }

    static long elements(List<Integer> sizes) {
        return sizes.contains(0)
                ? 0
                : sizes.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    /** Such as {@code float[192, 768]}. */
    @Override
    public String toString() {
        return sizes.stream().map(String::valueOf).collect(Collectors.joining(", ", "float[", "]"));
    }
}
