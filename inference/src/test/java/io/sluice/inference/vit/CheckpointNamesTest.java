package io.sluice.inference.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import io.sluice.inference.TestData;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.weights.Checkpoint;
import io.sluice.inference.weights.CheckpointException;
import io.sluice.inference.weights.FloatTensor;
import io.sluice.inference.weights.Safetensors;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"weights-mini", "weights-mini-distilled"})
    void huggingFacesNamesGiveTheSameModelAsTimms(String name) throws OrtException {
        float[] timm = logits(TestData.require("golden/" + name + ".safetensors"));
        float[] huggingFace = logits(TestData.require("golden/" + name + "-hf.safetensors"));

        assertThat(huggingFace).isEqualTo(timm);
    }

    @Test
    void sizesAreReadFromTheCheckpoint() {
        Path weights = TestData.require("models/deit_tiny_patch16_224.safetensors");

        VitShape shape = new ModelCompiler(Checkpoint.open(weights), CompileOptions.DEFAULT).shape();

        assertThat(shape).isEqualTo(new VitShape(224, 16, 192, 12, 3, 768, 1000, 1));
    }

    @Test
    void weightsOfSomethingElseAreRefusedByName() {
        Path pictures = TestData.require("golden/input-224.safetensors");

        assertThatThrownBy(() -> new ModelCompiler(Checkpoint.open(pictures), CompileOptions.DEFAULT))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(pictures.toString())
                .hasMessageContaining("expected the weights of a Vision Transformer");
    }

    private static float[] logits(Path weights) throws OrtException {
        CompileOptions options = CompileOptions.DEFAULT.withHeads(4).withInput(PixelInput.NORMALIZED_NCHW);
        CompiledModel model = new ModelCompiler(Checkpoint.open(weights), options)
                .compile(ReducerSpec.NONE, Precision.FLOAT32, Preprocessing.imageNet(224));
        FloatTensor pictures = Safetensors.open(TestData.require("golden/input-224.safetensors"))
                .tensor("input");
        try (OrtRuntime runtime = new OrtRuntime(model)) {
            return runtime.run(pictures.rows(0, 1), List.of())
                    .get(CompiledModel.LOGITS)
                    .toArray();
        }
    }
}
