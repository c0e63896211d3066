package io.sluice.inference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.inference.model.Fit;
import io.sluice.inference.model.Interpolation;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.VitShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointConfigTest {
    private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);

    @TempDir
    private Path folder;

    @Test
    void nothingIsSaidWhereNoFileIs() {
        assertThat(read()).isEqualTo(CheckpointConfig.NONE);
    }

    @Test
    void huggingFacesViTStretchesToItsInputSize() throws IOException {
        preprocessor("""
                {"do_normalize": true, "do_resize": true, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5],
                 "image_processor_type": "ViTImageProcessor", "resample": 2, "rescale_factor": 0.00392156862745098,
                 "size": {"height": 224, "width": 224}}""");

        assertThat(read().preprocessing())
                .contains(new Preprocessing(Fit.STRETCH, 224, 224, Interpolation.BILINEAR, HALVES, HALVES));
    }

    @Test
    void huggingFacesDeiTStretchesAndCrops() throws IOException {
        preprocessor("""
                {"crop_size": 224, "do_center_crop": true, "feature_extractor_type": "DeiTFeatureExtractor",
                 "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225], "resample": 3, "size": 256}""");

        assertThat(read().preprocessing())
                .contains(new Preprocessing(
                        Fit.STRETCH,
                        256,
                        224,
                        Interpolation.BICUBIC,
                        Preprocessing.IMAGENET_MEAN,
                        Preprocessing.IMAGENET_STD));
    }

    @Test
    void aShortestEdgeKeepsProportions() throws IOException {
        preprocessor("""
                {"size": {"shortest_edge": 248}, "crop_size": {"height": 224, "width": 224}, "do_center_crop": true,
                 "resample": 0}""");

        assertThat(read().preprocessing())
                .contains(new Preprocessing(Fit.SHORT_SIDE, 248, 224, Interpolation.NEAREST, HALVES, HALVES));
    }

    @Test
    void anotherRescaleFactorIsFoldedIntoMeanAndStd() throws IOException {
        preprocessor(
                "{\"size\": 8, \"do_rescale\": false, \"image_mean\": [127.5, 0, 51], \"image_std\": [255, 51, 510]}");

        assertThat(read().preprocessing().orElseThrow().mean()).containsExactly(0.5, 0.0, 0.2);
        assertThat(read().preprocessing().orElseThrow().std()).containsExactly(1.0, 0.2, 2.0);
    }

    @Test
    void huggingFacesModelSaysHeadsAndNames() throws IOException {
        model("""
                {"architectures": ["ViTForImageClassification"], "model_type": "vit", "num_attention_heads": 4,
                 "id2label": {"1": "goldfish", "0": "tench, Tinca tinca"}}""");

        assertThat(read().heads()).hasValue(4);
        assertThat(read().classNames()).containsExactly("tench, Tinca tinca", "goldfish");
    }

    @Test
    void namesThatAreOnlyNumbersAreNone() throws IOException {
        model("{\"model_type\": \"vit\", \"id2label\": {\"0\": \"LABEL_0\", \"1\": \"LABEL_1\"}}");

        assertThat(read().classNames()).isEmpty();
    }

    @Test
    void timmsConfigurationSaysAll() throws IOException {
        model("""
                {"architecture": "vit_tiny_patch16_224", "num_classes": 2,
                 "label_names": ["n01440764", "cat"], "label_descriptions": {"n01440764": "tench, Tinca tinca"},
                 "pretrained_cfg": {"input_size": [3, 224, 224], "interpolation": "bilinear", "crop_pct": 0.9,
                  "crop_mode": "center", "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}}""");

        assertThat(read().preprocessing())
                .contains(new Preprocessing(Fit.SHORT_SIDE, 248, 224, Interpolation.BILINEAR, HALVES, HALVES));
        assertThat(read().classNames()).containsExactly("n01440764 tench, Tinca tinca", "cat");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "ViTFeatureExtractor"    | STRETCH    | 256 | BILINEAR | 0.5
            "DeiTImageProcessorFast" | STRETCH    | 224 | BICUBIC  | 0.5
            "CLIPFeatureExtractor"   | SHORT_SIDE | 224 | BICUBIC  | 0.48145466
            "BitImageProcessor"      | SHORT_SIDE | 224 | BICUBIC  | 0.48145466
            """)
    void aSizeOfOneNumberMeansWhatItsProcessorMakesOfIt(
            String type, Fit fit, int inputSize, Interpolation interpolation, double red) throws IOException {
        preprocessor("{\"size\": 256, \"image_processor_type\": " + type + "}");

        Preprocessing read = read().preprocessing().orElseThrow();

        assertThat(read.fit()).isEqualTo(fit);
        assertThat(read.resize()).isEqualTo(256);
        assertThat(read.inputSize()).isEqualTo(inputSize);
        assertThat(read.interpolation()).isEqualTo(interpolation);
        assertThat(read.mean()).startsWith(red);
    }

    @Test
    void whatPicturesNeedIsUnderstoodOnlyWhenAskedFor() throws IOException {
        model("{\"model_type\": \"vit\", \"num_attention_heads\": 4}");
        preprocessor("{\"size\": \"big\"}");

        assertThat(read().heads()).hasValue(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"model_type": "vit", "hidden_size": 768}       | 'hidden_size' is 768 there and 48 in
            {"model_type": "vit", "num_hidden_layers": 12}  | 'num_hidden_layers' is 12 there and 1 in
            {"model_type": "vit", "patch_size": 16}         | 'patch_size' is 16 there and 8 in
            {"model_type": "vit", "id2label": {"0": "cat"}} | 'id2label' is 1 there and 7 in
            {"pretrained_cfg": {}, "num_classes": 1000}     | 'num_classes' is 1000 there and 7 in
            {"pretrained_cfg": {}, "num_features": 192}     | 'num_features' is 192 there and 48 in
            """)
    void aConfigurationOfAnotherModelIsRefusedWithBothSides(String json, String message) throws IOException {
        VitShape shape = new VitShape(32, 8, 48, 1, 3, 96, 7, 1);
        model(json);

        assertThatThrownBy(() -> read().sizes().requireOf(shape, Parameters.of(new RandomWeights("small", shape, 1))))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"cameras\": 3}", "{\"architecture\": \"deit_small\", \"lr\": 5e-4}", "[]", "3"})
    void aConfigurationOfSomethingElseIsPassedOver(String json) throws IOException {
        model(json);

        assertThat(read()).isEqualTo(CheckpointConfig.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"size": | is not JSON
            {"size": "big"} | "big" as 'size'
            {"size": 0} | 0 as 'size'
            {"size": {"height": 224, "width": 192}} | 'size': expected one number, equal height and width
            {"size": {"shortest_edge": 224}} | 'do_center_crop'
            {"size": 224, "resample": 1} | 1 as 'resample'
            {"size": 224, "resample": "3"} | 'resample'
            {"size": 224, "do_resize": false} | 'do_resize'
            {"size": 224, "image_mean": [0.5]} | 'image_mean': expected three numbers
            {"size": 224, "image_std": [1, 0, 1]} | positive standard deviations
            {"size": 224, "crop_size": 256} | found 224
            {"size": 224, "rescale_factor": 0} | 'rescale_factor'
            {"size": 224, "do_normalize": "no"} | "no" as 'do_normalize': expected true or false
            {"size": 224, "image_processor_type": "FooImageProcessor"} | a processor "FooImageProcessor" means
            {} | nothing as 'size'
            """)
    void whatCannotBeDoneIsRefusedByFileAndKey(String json, String message) throws IOException {
        preprocessor(json);

        assertThatThrownBy(() -> read().preprocessing())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("preprocessor_config.json")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"model_type": "vit", "num_attention_heads": 0} | 'num_attention_heads'
            {"model_type": "vit", "id2label": {"7": "a"}} | 'id2label'
            {"model_type": "vit", "hidden_act": "quick_gelu"} | "quick_gelu" as 'hidden_act'
            {"pretrained_cfg": {}} | nothing as 'input_size'
            {"pretrained_cfg": {}, "global_pool": "avg"} | "avg" as 'global_pool'
            {"pretrained_cfg": {}, "model_args": {"global_pool": "map"}} | "map" as 'global_pool'
            {"pretrained_cfg": {}, "model_args": {"act_layer": "quick_gelu"}} | "quick_gelu" as 'act_layer'
            {"architecture": "vit", "input_size": [3, 224, 192]} | 'input_size'
            {"architecture": "vit", "input_size": [3, 224, 224], "crop_mode": "border"} | 'crop_mode'
            {"architecture": "vit", "input_size": [3, 224, 224], "interpolation": "lanczos"} | "lanczos" as 'interpolation'
            """)
    void aModelConfigurationIsCheckedToo(String json, String message) throws IOException {
        model(json);

        assertThatThrownBy(() -> read().preprocessing())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining(message);
    }

    private CheckpointConfig read() {
        return CheckpointConfig.beside(folder.resolve("model.safetensors"));
    }

    private void preprocessor(String json) throws IOException {
        Files.writeString(folder.resolve("preprocessor_config.json"), json);
    }

    private void model(String json) throws IOException {
        Files.writeString(folder.resolve("config.json"), json);
    }
}
