package io.sluice.inference.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.VitShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompiledModelsTest {
    private static final VitShape SHAPE = new VitShape(32, 8, 48, 5, 3, 96, 7, 1);

    @TempDir
    private Path folder;

    private final CompiledModel model =
            ModelCompilerTest.compile(SHAPE, "ppt:r=4,blocks=1+3", PixelInput.UINT8_NHWC, Set.of());

    @Test
    void aModelComesBackFromItsFileAsItWas() {
        Path file = folder.resolve("model.onnx");

        CompiledModels.write(model, file);
        CompiledModel read = CompiledModels.read(file);

        assertThat(read.id()).isEqualTo(model.id());
        assertThat(read.shape()).isEqualTo(model.shape());
        assertThat(read.preprocessing()).isEqualTo(model.preprocessing());
        assertThat(read.point()).isEqualTo(model.point());
        assertThat(read.onnx()).isEqualTo(model.onnx());
    }

    @Test
    void writingReplacesAndLeavesNothingBehind() throws IOException {
        Path file = folder.resolve("model.onnx");
        Files.writeString(file, "an older model");

        CompiledModels.write(model, file);

        assertThat(CompiledModels.read(file).id()).isEqualTo(model.id());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aMissingFolderIsNamed() {
        Path file = folder.resolve("nowhere").resolve("model.onnx");

        assertThatThrownBy(() -> CompiledModels.write(model, file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = folder.resolve("nothing.onnx");

        assertThatThrownBy(() -> CompiledModels.read(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFileThatIsNoModelIsRefusedByName() throws IOException {
        Path file = Files.writeString(folder.resolve("text.onnx"), "this is no protocol buffer");

        assertThatThrownBy(() -> CompiledModels.read(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void anEmptyFileIsRefusedByName() throws IOException {
        Path file = Files.createFile(folder.resolve("empty.onnx"));

        assertThatThrownBy(() -> CompiledModels.read(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("Sluice did not make it");
    }
}
