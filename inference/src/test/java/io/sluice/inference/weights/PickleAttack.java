package io.sluice.inference.weights;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A pickle written to be as bad as can be, beside a tensor in a dictionary: but for the attack, it would open.
 *
 * @param name what it does
 * @param message part of the sentence that it ends in; empty where it does no harm
 * @param body adds its operations, which leave one value
 */
record PickleAttack(String name, String message, UnaryOperator<Pickles> body) {
    private static final String LIST_AS_KEY = "it has a list or dictionary as a key";
    private static final String TOO_LONG = "a text of 2147483647 bytes";

    /** The whole pickle; the attack is where the weights are looked for, or where they are not. */
    Pickles pickle(String key) {
        Pickles pickle = new Pickles().operations("}(").text("w").vector("0", 4).text(key);
        return body.apply(pickle).operation('u');
    }

    /** What must be refused, and by which sentence. */
    static List<PickleAttack> refused() {
        return List.of(
                new PickleAttack(
                        "list in itself as key",
                        LIST_AS_KEY,
                        pickle -> pickle.operations("]q")
                                .raw(0)
                                .operation('h')
                                .raw(0)
                                .operations("a}h")
                                .raw(0)
                                .operations("Ns")),
                new PickleAttack("exponential hash", LIST_AS_KEY, PickleAttack::doubledLists),
                new PickleAttack(
                        "huge text", TOO_LONG, pickle -> pickle.operation('X').int32(Integer.MAX_VALUE)),
                new PickleAttack(
                        "negative text",
                        "a text of -1 bytes",
                        pickle -> pickle.operation('X').int32(-1)),
                new PickleAttack(
                        "huge wide text", TOO_LONG, pickle -> pickle.raw(0x8d, 0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0)),
                new PickleAttack(
                        "huge bytes", TOO_LONG, pickle -> pickle.operation('B').int32(Integer.MAX_VALUE)),
                new PickleAttack(
                        "huge number",
                        "operation 0x8b",
                        pickle -> pickle.raw(0x8b).int32(Integer.MAX_VALUE)),
                new PickleAttack(
                        "too many operations",
                        "more than 2000000 operations",
                        pickle -> pickle.operations("N".repeat(2_100_000))),
                new PickleAttack(
                        "same tensor for ever", "claims tensors of twice as many", PickleAttack::repeatedTensor),
                new PickleAttack("tensors without end", "more than 100000 tensors", PickleAttack::manyTensors),
                new PickleAttack(
                        "many axes",
                        "a tensor has 50000 axes",
                        pickle -> tensor(pickle, filled(50_000), filled(50_000))),
                new PickleAttack(
                        "expanded",
                        "does not fit its 4 stored elements",
                        pickle -> tensor(pickle, new int[] {1 << 30}, new int[] {0})),
                new PickleAttack(
                        "overflowing sizes",
                        "is impossibly large",
                        pickle -> tensor(pickle, filled(3), new int[] {1, 1, 1})),
                new PickleAttack(
                        "code",
                        "'posix.system'",
                        pickle -> pickle.global("posix", "system")
                                .operation('(')
                                .text("touch canary")
                                .operations("tR")),
                new PickleAttack(
                        "code by stack",
                        "'os.system'",
                        pickle -> pickle.text("os")
                                .text("system")
                                .raw(0x93)
                                .operation('(')
                                .text("touch canary")
                                .operations("tR")),
                new PickleAttack(
                        "code by instance",
                        "operation 0x69",
                        pickle -> pickle.operation('(').text("touch canary").operations("ios\nsystem\n")),
                new PickleAttack(
                        "code by object",
                        "operation 0x6f",
                        pickle -> pickle.operation('(')
                                .global("collections", "OrderedDict")
                                .text("touch canary")
                                .operation('o')),
                new PickleAttack(
                        "code deep inside",
                        "'builtins.eval'",
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
                        "'java.lang.ProcessBuilder'",
                        pickle -> pickle.global("java.lang", "ProcessBuilder")
                                .operation('(')
                                .text("touch")
                                .operations("tR")),
                new PickleAttack("extension", "operation 0x82", pickle -> pickle.raw(0x82, 1)),
                new PickleAttack("out of band", "operation 0x97", pickle -> pickle.raw(0x97)));
    }

    /** What is only large or deep, and must open without taking for ever. */
    static List<PickleAttack> harmless() {
        return List.of(
                new PickleAttack(
                        "deep lists",
                        "",
                        pickle -> pickle.operations("]".repeat(200_000)).operations("a".repeat(199_999))),
                new PickleAttack("deep tuples", "", pickle -> pickle.operations("N" + "\u0085".repeat(500_000))),
                new PickleAttack("huge memo", "", pickle -> pickle.operations("N" + "\u0094".repeat(300_000))),
                new PickleAttack("many dictionaries", "", pickle -> pickle.operations("(" + "}".repeat(500_000) + "t")),
                new PickleAttack("colliding keys", "", PickleAttack::collidingKeys));
    }

    private static Pickles tensor(Pickles pickle, int[] sizes, int[] strides) {
        return pickle.operations("}")
                .text("a")
                .tensor("FloatStorage", "0", 4, 0, sizes, strides)
                .operation('s');
    }

    /** Each list has the one before it twice: the hash of the last takes 2^60 steps. */
    private static Pickles doubledLists(Pickles pickle) {
        pickle.operations("(]q").raw(0);
        for (int i = 1; i < 60; i++) {
            pickle.operations("](h")
                    .raw(i - 1)
                    .operation('h')
                    .raw(i - 1)
                    .operations("eq")
                    .raw(i);
        }
        return pickle.operations("}h").raw(59).operations("Nst");
    }

    /** Storages whose names all have one hash, which are in no order: a map would compare each with all others. */
    private static Pickles collidingKeys(Pickles pickle) {
        pickle.operation('(').text("storage").operation('q').raw(0);
        pickle.global("torch", "FloatStorage").operation('q').raw(1).operations("}(");
        for (int i = 0; i < 1 << 17; i++) {
            pickle.operations("(h").raw(0).operation('h').raw(1).text(colliding(i));
            pickle.operations("NK").raw(1).operations("tQN");
        }
        return pickle.operations("ut");
    }

    private static String colliding(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 17; bit++) {
            text.append((number >> bit & 1) == 1 ? "BB" : "Aa");
        }
        return text.toString();
    }

    /** Five bytes for each: a program and its arguments from the memo, and the call. */
    private static Pickles manyTensors(Pickles pickle) {
        pickle.operation('(').global("torch._utils", "_rebuild_tensor_v2").operation('q');
        pickle.raw(0).operations("((").text("storage").global("torch", "FloatStorage");
        pickle.text("0").text("cpu").integer(4).operations("tQ").integer(0);
        pickle.tuple(1, 1, 1, 1, 1, 1, 1, 4)
                .tuple(4, 4, 4, 4, 4, 4, 4, 1)
                .operations("tq")
                .raw(1);
        for (int i = 0; i <= 100_000; i++) {
            pickle.operation('h').raw(0).operation('h').raw(1).operation('R');
        }
        return pickle.operation('t');
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
