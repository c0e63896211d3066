package io.sluice.inference.weights;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A pickle written to be as bad as can be; none may open.
 *
 * @param name what it does
 * @param body adds its operations
 */
record PickleAttack(String name, UnaryOperator<Pickles> body) {
    static List<PickleAttack> all() {
        return List.of(
                new PickleAttack(
                        "deep lists",
                        pickle -> pickle.operations("]".repeat(200_000)).operations("a".repeat(199_999))),
                new PickleAttack("deep tuples", pickle -> pickle.operations("N" + "\u0085".repeat(500_000))),
                new PickleAttack(
                        "list in itself as key",
                        pickle -> pickle.operations("]q")
                                .raw(0)
                                .operation('h')
                                .raw(0)
                                .operations("a}h")
                                .raw(0)
                                .operations("Ns")),
                new PickleAttack("exponential hash", PickleAttack::doubledLists),
                new PickleAttack("huge text", pickle -> pickle.operation('X').int32(Integer.MAX_VALUE)),
                new PickleAttack(
                        "negative text", pickle -> pickle.operation('X').int32(-1)),
                new PickleAttack("huge wide text", pickle -> pickle.raw(0x8d, 0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0)),
                new PickleAttack("huge bytes", pickle -> pickle.operation('B').int32(Integer.MAX_VALUE)),
                new PickleAttack("huge number", pickle -> pickle.raw(0x8b).int32(Integer.MAX_VALUE)),
                new PickleAttack("huge memo", pickle -> pickle.operations("N" + "\u0094".repeat(300_000))),
                new PickleAttack("many dictionaries", pickle -> pickle.operations("(" + "}".repeat(500_000) + "l")),
                new PickleAttack("too many operations", pickle -> pickle.operations("N".repeat(2_100_000))),
                new PickleAttack("same tensor for ever", PickleAttack::repeatedTensor),
                new PickleAttack(
                        "many axes",
                        pickle -> pickle.operations("}")
                                .text("a")
                                .tensor("FloatStorage", "0", 4, 0, filled(50_000), filled(50_000))
                                .operation('s')),
                new PickleAttack(
                        "expanded",
                        pickle -> pickle.operations("}")
                                .text("a")
                                .tensor("FloatStorage", "0", 4, 0, new int[] {1 << 30}, new int[] {0})
                                .operation('s')),
                new PickleAttack(
                        "overflowing sizes",
                        pickle -> pickle.operations("}")
                                .text("a")
                                .tensor("FloatStorage", "0", 4, 0, filled(3), new int[] {1, 1, 1})
                                .operation('s')),
                new PickleAttack(
                        "code",
                        pickle -> pickle.global("posix", "system")
                                .operation('(')
                                .text("touch canary")
                                .operations("tR")),
                new PickleAttack(
                        "code by stack",
                        pickle -> pickle.text("os")
                                .text("system")
                                .raw(0x93)
                                .operation('(')
                                .text("touch canary")
                                .operations("tR")),
                new PickleAttack(
                        "code by instance",
                        pickle -> pickle.operation('(').text("touch canary").operations("ios\nsystem\n")),
                new PickleAttack(
                        "code by object",
                        pickle -> pickle.operation('(')
                                .global("os", "system")
                                .text("touch canary")
                                .operation('o')),
                new PickleAttack(
                        "code deep inside",
                        pickle -> pickle.operations("}")
                                .text("args")
                                .global("argparse", "Namespace")
                                .raw(')', 0x81)
                                .operations("}")
                                .text("x")
                                .global("builtins", "eval")
                                .operation('(')
                                .text("1")
                                .operations("tRsbs")),
                new PickleAttack(
                        "java class",
                        pickle -> pickle.global("java.lang", "ProcessBuilder")
                                .operation('(')
                                .text("touch")
                                .operations("tR")),
                new PickleAttack("extension", pickle -> pickle.raw(0x82, 1)),
                new PickleAttack("out of band", pickle -> pickle.raw(0x97)));
    }

    /** Each list has the one before it twice: its hash takes 2^60 steps. */
    private static Pickles doubledLists(Pickles pickle) {
        pickle.operations("}]q").raw(0);
        for (int i = 1; i < 60; i++) {
            pickle.operations("](h")
                    .raw(i - 1)
                    .operation('h')
                    .raw(i - 1)
                    .operations("eq")
                    .raw(i);
        }
        return pickle.operations("Ns");
    }

    /** Forty thousand names for one tensor: to read each would take a multiple of the file. */
    private static Pickles repeatedTensor(Pickles pickle) {
        pickle.operations("}(").text("first").tensor("FloatStorage", "0", 4, 0, new int[] {2, 2}, new int[] {1, 2});
        pickle.operation('q').raw(0);
        for (int i = 0; i < 40_000; i++) {
            pickle.raw(0x8c, 3, 0x20 + i % 64, 0x20 + i / 64 % 64, 0x20 + i / 4096)
                    .operation('h')
                    .raw(0);
        }
        return pickle.operation('u');
    }

    private static int[] filled(int length) {
        int[] values = new int[length];
        Arrays.fill(values, Integer.MAX_VALUE);
        return values;
    }

    @Override
    public String toString() {
        return name;
    }
}
