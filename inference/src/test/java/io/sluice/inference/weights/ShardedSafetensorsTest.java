package io.sluice.inference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardedSafetensorsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeShards() throws IOException {
        shard("one.safetensors", "a", 1);
        shard("two.safetensors", "b", 2);
    }

    @Test
    void tensorsAreFoundThroughTheIndex() throws IOException {
        Checkpoint read = Checkpoint.open(index("{'a':'one.safetensors','b':'two.safetensors'}"));

        assertThat(read.names()).containsExactly("a", "b");
        assertThat(read.tensor("a").toArray()).containsExactly(1);
        assertThat(read.tensor("b").toArray()).containsExactly(2);
        assertThat(read.id().name()).isEqualTo("model");
    }

    @Test
    void theHashCoversEveryShard() throws IOException {
        Path index = index("{'a':'one.safetensors','b':'two.safetensors'}");
        String before = Checkpoint.open(index).id().weightsSha256();

        shard("two.safetensors", "b", 3);

        assertThat(Checkpoint.open(index).id().weightsSha256()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':'three.safetensors'} | three.safetensors: there is no such file
            {'b':'one.safetensors'} | 'b'
            {'a':'../one.safetensors'} | expected the name of a .safetensors file beside the index
            {'a':'/etc/one.safetensors'} | expected the name of a .safetensors file beside the index
            {'a':'sub\\\\one.safetensors'} | expected the name of a .safetensors file beside the index
            {'a':'one.bin'} | expected the name of a .safetensors file beside the index
            {'a':7} | expected the name of a .safetensors file beside the index
            {} | 'weight_map'
            """)
    void anIndexThatCannotBeTrueIsRefused(String weightMap, String message) throws IOException {
        Path index = index(weightMap);

        assertThatThrownBy(() -> Checkpoint.open(index))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(index.toString())
                .hasMessageContaining(message);
    }

    private Path index(String weightMap) throws IOException {
        return Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"metadata\":{\"total_size\":8},\"weight_map\":" + weightMap.replace('\'', '"') + "}");
    }

    private void shard(String name, String tensor, float value) throws IOException {
        byte[] header = ("{\"" + tensor + "\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}")
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(Long.BYTES + header.length + Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header).putFloat(value);
        Files.write(folder.resolve(name), bytes.array());
    }
}
