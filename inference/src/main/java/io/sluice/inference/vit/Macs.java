package io.sluice.inference.vit;

import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.reduction.TokenReducer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Multiply-accumulates per picture. A block with n tokens in its attention and m in its MLP takes {@code 4 n D^2} for
 * queries, keys, values and projection, {@code 2 n^2 D} for the attention itself, and {@code 2 m D H} for an MLP of H
 * hidden channels. Norms, soft-maxes and element-wise work are not counted.
 *
 * @param patchEmbedding of the patch embedding
 * @param blocks of each block, the reducer's own work not included
 * @param reduction of the reducer's own work in each block
 * @param head of the classifier
 */
public record Macs(long patchEmbedding, List<Long> blocks, List<Long> reduction, long head) {
    private static final int COLOURS = 3;

    public Macs {
        blocks = List.copyOf(blocks);
        reduction = List.copyOf(reduction);
    }

    static Macs of(VitShape shape, TokenReducer reducer, TokenSchedule schedule) {
        long width = shape.width();
        List<Long> blocks = IntStream.range(0, shape.depth())
                .mapToObj(block -> block(
                        shape,
                        schedule.inAttention().get(block),
                        schedule.leaving().get(block)))
                .toList();
        List<Long> reduction = IntStream.range(0, shape.depth())
                .mapToObj(block -> reducer.macs(shape, schedule, block))
                .toList();
        return new Macs(
                shape.patches() * (long) COLOURS * shape.patch() * shape.patch() * width,
                blocks,
                reduction,
                width * shape.classes() * shape.specialTokens());
    }

    /** Of the operating point that a model was compiled for. */
    public static Macs of(CompiledModel model) {
        return of(model.shape(), model.point());
    }

    /** Of an operating point of a backbone. */
    public static Macs of(VitShape shape, OperatingPoint point) {
        return of(shape, TokenReducer.of(point.reducer()), point.schedule());
    }

    private static long block(VitShape shape, long attention, long mlp) {
        long width = shape.width();
        return 4 * attention * width * width + 2 * attention * attention * width + 2 * mlp * width * shape.mlp();
    }

    /** All of it. */
    public long total() {
        return patchEmbedding
                + head
                + blocks.stream().mapToLong(Long::longValue).sum()
                + reduction.stream().mapToLong(Long::longValue).sum();
    }
}
