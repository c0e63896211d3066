package io.sluice.inference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is done to a checkpoint, opening it and reading all its tensors ends: with tensors, or with a {@link
 * CheckpointException} that names the file; without more memory than the file is worth, and without running anything.
 */
class CheckpointFuzzTest {
    private static final int TRIES_EACH = 350;

    /** A pickle's operation of one byte makes an object; a node of JSON, of two bytes, a few. */
    private static final long BYTES_A_BYTE = 400;

    /** Buffers, messages, stack traces, and what is loaded on first use. */
    private static final long BYTES_ANYWAY = 8 << 20;

    @TempDir
    private Path folder;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What is damaged. */
    enum Target {
        SAFETENSORS("weights.safetensors") {
            @Override
            byte[] sound() {
                return safetensors();
            }
        },
        INDEX("model.safetensors.index.json") {
            @Override
            byte[] sound() {
                return "{\"weight_map\":{\"a\":\"part.safetensors\",\"b\":\"part.safetensors\"}}"
                        .getBytes(StandardCharsets.UTF_8);
            }
        },
        TORCH("weights.pth") {
            @Override
            byte[] sound() {
                Pickles pickle = new Pickles().operations("}(").text("model").operations("}(");
                pickle.text("a").tensor("FloatStorage", "0", 6, 0, new int[] {2, 3}, new int[] {3, 1});
                pickle.text("b").tensor("HalfStorage", "1", 4, 1, new int[] {3}, new int[] {1});
                return new TorchFile()
                        .pickle(pickle.operations("uu"))
                        .floats("0", 1, 2, 3, 4, 5, 6)
                        .floats("1", 1, 2)
                        .bytes();
            }
        };

        private final String file;

        Target(String file) {
            this.file = file;
        }

        abstract byte[] sound();
    }

    @ParameterizedTest
    @EnumSource
    void damageEndsInTensorsOrASentence(Target target) throws IOException {
        Files.write(folder.resolve("part.safetensors"), safetensors());
        Random random = new Random(17);
        byte[] sound = target.sound();
        requireSound(write(target.file, sound));

        for (int i = 0; i < TRIES_EACH; i++) {
            byte[] damaged = damages(random).get(random.nextInt(6)).apply(sound.clone());
            requireTensorsOrASentence(write(target.file, damaged));
        }
    }

    private static List<UnaryOperator<byte[]>> damages(Random random) {
        return List.of(
                bytes -> Arrays.copyOf(bytes, random.nextInt(bytes.length)),
                bytes -> flipped(bytes, random, 1),
                bytes -> flipped(bytes, random, 1 + random.nextInt(20)),
                bytes -> overwritten(bytes, random, new int[] {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}),
                bytes -> overwritten(
                        bytes,
                        random,
                        random.ints(1 + random.nextInt(8), 0, 256).toArray()),
                bytes -> spliced(bytes, random));
    }

    private static byte[] flipped(byte[] bytes, Random random, int bits) {
        for (int i = 0; i < bits; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return bytes;
    }

    private static byte[] overwritten(byte[] bytes, Random random, int[] values) {
        int start = random.nextInt(bytes.length);
        for (int i = 0; i < values.length && start + i < bytes.length; i++) {
            bytes[start + i] = (byte) values[i];
        }
        return bytes;
    }

    /** A piece of the file once more, somewhere else. */
    private static byte[] spliced(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length);
        int to = random.nextInt(bytes.length);
        System.arraycopy(bytes.clone(), from, bytes, to, random.nextInt(bytes.length - Math.max(from, to)));
        return bytes;
    }

    /** Bytes of all kinds of operations in any order, which no damage to a sound pickle makes. */
    @Test
    void picklesOfAnyOperationsEndInASentence() throws IOException {
        Random random = new Random(23);
        String operations = "()N}]tt0R\u0081b.eu(as\u0085\u0086\u0087\u0094Q\u0089KXcJ2";
        for (int i = 0; i < TRIES_EACH; i++) {
            Pickles pickle = new Pickles();
            for (int length = random.nextInt(60); length > 0; length--) {
                switch (random.nextInt(8)) {
                    case 0 -> pickle.global("torch._utils", "_rebuild_tensor_v2");
                    case 1 -> pickle.global("collections", "OrderedDict");
                    case 2 -> pickle.vector("0", 1);
                    case 3 -> pickle.text("model");
                    default -> pickle.operation(operations.charAt(random.nextInt(operations.length())));
                }
            }
            requireTensorsOrASentence(
                    new TorchFile().pickle(pickle).floats("0", 1).write(folder.resolve("any.pth")));
        }
    }

    @ParameterizedTest
    @MethodSource("io.sluice.inference.weights.PickleAttack#refused")
    void anAttackEndsInItsSentence(PickleAttack attack) throws IOException {
        Optional<CheckpointException> refusal = requireTensorsOrASentence(write(attack.pickle("model")));

        assertThat(refusal.orElseThrow()).hasMessageContaining(attack.message());
        assertThat(Path.of("canary")).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("io.sluice.inference.weights.PickleAttack#harmless")
    void whatIsOnlyLargeOrDeepBesideTheWeightsIsPassedOver(PickleAttack attack) throws IOException {
        assertThat(requireTensorsOrASentence(write(attack.pickle("args")))).isEmpty();
    }

    private Path write(Pickles pickle) throws IOException {
        return new TorchFile().pickle(pickle).floats("0", 1, 2, 3, 4).write(folder.resolve("attack.pth"));
    }

    @Test
    void overlappingEntriesOfAZipAreRefused() throws IOException {
        byte[] zip = Target.TORCH.sound();
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int first = indexOf(zip, new byte[] {'P', 'K', 1, 2}, 0);
        int second = indexOf(zip, new byte[] {'P', 'K', 1, 2}, first + 1);
        bytes.putInt(second + 42, bytes.getInt(first + 42));
        Path file = write("overlap.pth", zip);

        assertThatCode(() -> Checkpoint.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("overlaps");
    }

    @Test
    void sizesWhoseProductTakesForEverAreRefused() throws IOException {
        String shape = "2147483647,".repeat(100_000) + "1";
        Path file = write(
                "axes.safetensors",
                framed("{\"a\":{\"dtype\":\"F32\",\"shape\":[" + shape + "],\"data_offsets\":[0,0]}}", new byte[0]));

        assertThat(requireTensorsOrASentence(file).orElseThrow()).hasMessageContaining("100001 axes");
    }

    private void requireSound(Path file) {
        Checkpoint read = Checkpoint.open(file);
        assertThat(read.names()).containsExactly("a", "b").allSatisfy(read::tensor);
    }

    /** What was wrong, where anything was. */
    private Optional<CheckpointException> requireTensorsOrASentence(Path file) throws IOException {
        long mostBytes = BYTES_ANYWAY + BYTES_A_BYTE * Files.size(file);
        long heap = threads.getCurrentThreadAllocatedBytes();
        long direct = directBytes();
        Optional<CheckpointException> refusal = Optional.empty();
        try {
            Checkpoint read = Checkpoint.open(file);
            Parameters.of(read);
            read.names().stream()
                    .filter(name -> read.type(name).startsWith("F3"))
                    .forEach(read::tensor);
        } catch (CheckpointException e) {
            assertThat(e).hasMessageContaining(folder.toString());
            refusal = Optional.of(e);
        } catch (Throwable e) {
            fail("Expected tensors or a CheckpointException, found " + e, e);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - heap).isLessThan(mostBytes);
        assertThat(directBytes() - direct).isLessThan(mostBytes);
        return refusal;
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] safetensors() {
        return framed(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[8,14]}}",
                new byte[14]);
    }

    private static byte[] framed(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }

    private static int indexOf(byte[] bytes, byte[] part, int from) {
        int at = from;
        while (!Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
            at++;
        }
        return at;
    }
}
