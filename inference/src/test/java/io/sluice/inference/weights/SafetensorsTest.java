package io.sluice.inference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    private static final String TWO_FLOATS = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    @TempDir
    private Path folder;

    @Test
    void floatsOfEveryWidthAreWidened() throws IOException {
        String header = "{\"__metadata__\":{\"k\":\"v\"},"
                + "\"f\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"h\":{\"dtype\":\"F16\",\"shape\":[5],\"data_offsets\":[4,14]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[1,2],\"data_offsets\":[14,18]}}";
        ByteBuffer data = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN);
        data.putFloat(1.5f);
        for (int half : new int[] {0x3c00, 0xc000, 0x0001, 0x7bff, 0xfc00}) {
            data.putShort((short) half);
        }
        data.putShort((short) 0x3fc0).putShort((short) 0xc000);

        Safetensors file = Safetensors.open(write(header, data.array()));

        assertThat(file.tensor("f").toArray()).containsExactly(1.5f);
        assertThat(file.tensor("h").toArray()).containsExactly(1f, -2f, 0x1p-24f, 65504f, Float.NEGATIVE_INFINITY);
        assertThat(file.tensor("b").toArray()).containsExactly(1.5f, -2f);
        assertThat(file.tensor("b").sizes()).containsExactly(1, 2);
        assertThat(file.metadata()).containsEntry("k", "v");
    }

    @Test
    void theHashIsTheFiles() throws IOException {
        Path file = write(TWO_FLOATS, new byte[8]);
        byte[] hash = CheckpointFile.newSha256().digest(Files.readAllBytes(file));

        assertThat(Safetensors.open(file).id().weightsSha256())
                .isEqualTo(HexFormat.of().formatHex(hash));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}} | 'a' | bytes 0 to 12 of 8
                    {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}} | 'a' | bytes 8 to 0
                    {"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}} | 'a' | bytes -8 to 0
                    {"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}} | 'a' | no two data offsets
                    {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}} | 'a' | F32 [3] but has 8 bytes
                    {"a":{"dtype":"F32","shape":[0],"data_offsets":[0,8]}} | 'a' | F32 [0] but has 8 bytes
                    {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,0]}} | 'a' | F32 [2] but has 0 bytes
                    {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}} | 'a' | impossible shape
                    {"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}} | 'a' | impossible shape
                    {"a":{"dtype":"F32","shape":[2147483647,2147483647,4],"data_offsets":[0,8]}} | 'a' | but has 8 bytes
                    {"a":{"dtype":"F32","shape":4,"data_offsets":[0,8]}} | 'a' | no shape
                    {"a":{"dtype":"Q4","shape":[2],"data_offsets":[0,8]}} | 'a' | unknown type 'Q4'
                    {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | weights | 4 bytes behind its last tensor
                    {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | 'a' | leaves a gap
                    {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | 'b' | overlaps
                    {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{}} | weights | Duplicate
                    {"a":17} | 'a' | unknown type
                    [1,2] | weights | not a JSON object
                    {"a": | weights | not JSON
                    """)
    void aHeaderThatCannotBeTrueIsRefusedByName(String header, String subject, String message) throws IOException {
        Path file = write(header, new byte[8]);

        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(subject)
                .hasMessageContaining(message);
    }

    @Test
    void aHeaderLongerThanTheFileIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(write(TWO_FLOATS, new byte[8]));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, Long.MAX_VALUE);
        Path file = Files.write(folder.resolve("long.safetensors"), bytes);

        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("header of 9223372036854775807 bytes");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(write(TWO_FLOATS, new byte[8]));
        Path file = folder.resolve("short.safetensors");

        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> Safetensors.open(file)).isInstanceOf(CheckpointException.class);
        }
    }

    @Test
    void flippedBitsGiveTensorsOrAClearError() throws IOException {
        byte[] bytes = Files.readAllBytes(write(TWO_FLOATS, new byte[8]));
        Path file = folder.resolve("flipped.safetensors");
        Random random = new Random(1);

        for (int i = 0; i < 300; i++) {
            byte[] flipped = bytes.clone();
            flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);
            try {
                Safetensors opened = Safetensors.open(file);
                opened.names().forEach(opened::tensor);
            } catch (CheckpointException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void moreTensorsThanTheSystemGrantsMappingsAreRead() throws IOException {
        int tensors = 70_000;
        String header = IntStream.range(0, tensors)
                .mapToObj(i -> "\"" + i + "\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[" + 4 * i + ","
                        + (4 * i + 4) + "]}")
                .collect(Collectors.joining(",", "{", "}"));
        Checkpoint read = Safetensors.open(write(header, new byte[4 * tensors]));

        assertThat(Parameters.of(read).names()).hasSize(tensors);
    }

    @Test
    void aTensorThatIsTooLargeOnceWidenedIsNamed() {
        CheckpointFile file = new CheckpointFile(Path.of("large.safetensors"), 1_200_000_000L);

        assertThatThrownBy(() -> file.requireFloats("cls_token", ElementFormat.BF16, List.of(600_000_000)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'cls_token' of checkpoint large.safetensors of sizes [600000000] is too large");
    }

    @Test
    void aTensorWithoutElementsMayHaveAnyOtherSizes() throws IOException {
        Path file = write(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647,0],\"data_offsets\":[0,0]}}",
                new byte[0]);

        assertThat(Safetensors.open(file).tensor("a").toArray()).isEmpty();
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Checkpoint.open(folder.resolve("none.safetensors")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("none.safetensors: there is no such file");
    }

    @Test
    void whatIsNoFloatIsNotATensorOfWeights() throws IOException {
        Path file = write("{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}", new byte[8]);
        Safetensors opened = Safetensors.open(file);

        assertThatThrownBy(() -> opened.tensor("a"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'a'")
                .hasMessageContaining("I64")
                .hasMessageContaining("expected F32, F16 or BF16");
    }

    private Path write(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .array());
        bytes.writeBytes(json);
        bytes.writeBytes(data);
        return Files.write(folder.resolve("weights.safetensors"), bytes.toByteArray());
    }
}
