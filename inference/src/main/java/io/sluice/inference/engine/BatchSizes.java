package io.sluice.inference.engine;

import java.util.List;
import java.util.stream.IntStream;

/** The sizes that batches are run at. */
public enum BatchSizes {
    /** As many frames as there are. */
    ANY {
        @Override
        int covering(int frames, int largest) {
            return frames;
        }

        @Override
        public List<Integer> upTo(int largest) {
            return List.of(largest);
        }
    },

    /**
     * Powers of two, and the largest: a batch of another size is filled up with frames that nobody asks about. For devices
     * where each size has to be made ready, which may take minutes.
     */
    POWERS_OF_TWO {
        @Override
        int covering(int frames, int largest) {
            return upTo(largest).stream()
                    .filter(size -> size >= frames)
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public List<Integer> upTo(int largest) {
            return IntStream.concat(
                            IntStream.iterate(1, size -> size < largest, size -> 2 * size), IntStream.of(largest))
                    .boxed()
                    .toList();
        }
    };

    /**
     * The size that a batch is run at.
     *
     * @param frames of the batch, 1 to {@code largest}
     * @param largest batch that occurs
     */
    abstract int covering(int frames, int largest);

    /** The sizes that have to be made ready for batches of up to {@code largest} frames, ascending. */
    public abstract List<Integer> upTo(int largest);
}
