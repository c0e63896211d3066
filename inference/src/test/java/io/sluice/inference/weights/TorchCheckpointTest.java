package io.sluice.inference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.inference.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchCheckpointTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"weights-mini, weights-mini", "weights-mini-predictor, weights-mini-predictor"})
    void whatPyTorchWroteHasTheTensorsOfTheSafetensorsFile(String torch, String safetensors) {
        Parameters expected =
                Parameters.of(Checkpoint.open(TestData.require("golden/" + safetensors + ".safetensors")));

        Parameters read = Parameters.of(Checkpoint.open(TestData.require("golden/" + torch + ".pth")));

        assertThat(read.names()).isEqualTo(expected.names());
        assertThat(read.names()).allSatisfy(name -> assertThat(read.get(name)).isEqualTo(expected.get(name)));
    }

    @Test
    void halvesThatPyTorchWroteAreTheRoundedTensors() {
        Checkpoint expected = Checkpoint.open(TestData.require("golden/weights-mini.safetensors"));

        Checkpoint read = Checkpoint.open(TestData.require("golden/weights-mini-fp16.pth"));

        assertThat(read.names()).isEqualTo(expected.names());
        assertThat(read.names()).allSatisfy(name -> {
            assertThat(read.type(name)).isEqualTo("F16");
            assertThat(read.tensor(name).halves())
                    .isEqualTo(expected.tensor(name).halves());
        });
    }

    @Test
    void aViewOfAStorageIsReadThroughOffsetAndStrides() throws IOException {
        Pickles pickle = new Pickles().operations("}(");
        pickle.text("transposed").tensor("FloatStorage", "0", 7, 1, new int[] {3, 2}, new int[] {1, 3});
        pickle.text("row").tensor("FloatStorage", "0", 7, 4, new int[] {3}, new int[] {1});
        pickle.text("scalar").tensor("FloatStorage", "0", 7, 6, new int[] {}, new int[] {});
        pickle.text("empty").tensor("FloatStorage", "0", 7, 0, new int[] {0, 4}, new int[] {4, 1});
        Path file = new TorchFile()
                .pickle(pickle.operation('u'))
                .floats("0", -1, 1, 2, 3, 4, 5, 6)
                .write(folder.resolve("views.pth"));

        Checkpoint read = Checkpoint.open(file);

        assertThat(read.tensor("transposed").toArray()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(read.sizes("transposed")).containsExactly(3, 2);
        assertThat(read.tensor("row").toArray()).containsExactly(4, 5, 6);
        assertThat(read.tensor("scalar").toArray()).containsExactly(6);
        assertThat(read.tensor("empty").toArray()).isEmpty();
    }

    @Test
    void averagedWeightsComeFirstAsInTimm() throws IOException {
        Pickles pickle = new Pickles().operations("}(");
        pickle.text("model").operations("}(").text("a").vector("0", 1).operation('u');
        pickle.text("state_dict").operations("}(").text("b").vector("0", 1).operation('u');
        pickle.text("model_ema")
                .operations("}(")
                .text("module.c")
                .vector("0", 1)
                .operation('u');
        pickle.text("state_dict_ema").operation('N');
        Path file =
                new TorchFile().pickle(pickle.operation('u')).floats("0", 1).write(folder.resolve("wrapped.pth.tar"));

        Checkpoint read = Checkpoint.open(file);

        assertThat(read.names()).containsExactly("module.c");
        assertThat(read.id().name()).isEqualTo("wrapped");
    }

    @Test
    void whatTrainersPutBesideTheWeightsIsPassedOver() throws IOException {
        Pickles pickle = new Pickles().operations("}(");
        pickle.text("epoch").integer(29);
        pickle.text("args").global("argparse", "Namespace").raw(')', 0x81).operations("}(");
        pickle.text("output")
                .global("pathlib", "PosixPath")
                .operation('(')
                .text("/tmp")
                .operations("tR");
        pickle.operations("ub");
        pickle.text("best").global("numpy.core.multiarray", "scalar").operations("(NNtR");
        pickle.text("optimizer").operations("}(").integer(0).vector("0", 1).operation('u');
        pickle.text("model").global("collections", "OrderedDict").operations(")R(");
        pickle.text("_orig_mod.w")
                .vector("0", 1)
                .operations("u}(")
                .text("_metadata")
                .operations("}ub");
        Path file = new TorchFile().pickle(pickle.operation('u')).floats("0", 3).write(folder.resolve("trained.pt"));

        assertThat(Checkpoint.open(file).tensor("_orig_mod.w").toArray()).containsExactly(3);
    }

    @ParameterizedTest
    @CsvSource({
        "posix, system",
        "os, system",
        "builtins, eval",
        "builtins, getattr",
        "builtins, Exception",
        "subprocess, Popen",
        "torch.storage, _load_from_bytes",
        "timm.models.vision_transformer, VisionTransformer",
        "decimal, Decimal",
        "datetime, datetime",
        "array, array",
        "operator, attrgetter"
    })
    void whatIsNoTensorIsRefusedByName(String module, String name) throws IOException {
        Pickles pickle = new Pickles()
                .global(module, name)
                .operation('(')
                .text("touch canary")
                .operations("tR");
        Path file = new TorchFile().pickle(pickle).write(folder.resolve("evil.pth"));

        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("'" + module + "." + name + "'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            9 | 0 | 2   | 1 | should have 9 elements
            4 | 3 | 2   | 1 | offset 3 does not fit
            4 | 0 | 5   | 1 | does not fit
            4 | 0 | 2   | 4 | does not fit
            4 | 0 | 999 | 0 | does not fit
            4 | -1 | 2  | 1 | offset -1
            4 | 0 | -2  | 1 | sizes [-2]
            4 | 0 | 2   | -1 | strides [-1]
            -4 | 0 | 2  | 1 | should have -4 elements
            """)
    void aTensorThatIsNotStoredIsRefused(int elements, int offset, int size, int stride, String message)
            throws IOException {
        Pickles pickle = new Pickles().operations("}(").text("w");
        pickle.tensor("FloatStorage", "0", elements, offset, new int[] {size}, new int[] {stride});
        Path file = new TorchFile()
                .pickle(pickle.operation('u'))
                .floats("0", 1, 2, 3, 4)
                .write(folder.resolve("w.pth"));

        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void compressedEntriesAreRefused() throws IOException {
        Path file = new TorchFile()
                .compressed("archive/data.pkl", new byte[1 << 20])
                .write(folder.resolve("bomb.pth"));

        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("compressed entry 'archive/data.pkl'");
    }

    @Test
    void integersAreListedButAreNoWeights() throws IOException {
        Pickles pickle = new Pickles().operations("}(").text("w");
        pickle.tensor("LongStorage", "0", 1, 0, new int[] {1}, new int[] {1});
        Checkpoint read = Checkpoint.open(
                new TorchFile().pickle(pickle.operation('u')).floats("0", 1, 2).write(folder.resolve("ints.pth")));

        assertThat(read.type("w")).isEqualTo("I64");
        assertThatThrownBy(() -> read.tensor("w"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("expected F32, F16 or BF16");
    }

    @Test
    void aFileWithoutTensorsShowsItsKeys() throws IOException {
        Pickles pickle = new Pickles()
                .operations("}(")
                .text("net")
                .operations("}")
                .text("epoch")
                .integer(1);
        Path file = new TorchFile().pickle(pickle.operation('u')).write(folder.resolve("net.pth"));

        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("found the keys 'epoch', 'net'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1.6             | 8002 8a0a 6cfc 9c46 f920 6aa8 5019 2e80
            Git LFS         | 7665 7273 696f 6e20 6874 7470 733a 2f2f 6769 742d 6c66 73
            HTML            | 3c21 646f 6374 7970 6520 6874 6d6c 3e
            'weight_map'    | 7b20 7d
            in no format    | 00
            """)
    void whatIsNoCheckpointIsRecognised(String message, String hex) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        Path file = Files.write(folder.resolve("weights.bin"), bytes);

        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"big", "BIG"})
    void anotherByteOrderIsRefused(String order) throws IOException {
        Path file = new TorchFile()
                .pickle(new Pickles().operation('}'))
                .entry("archive/byteorder", order.getBytes(StandardCharsets.US_ASCII))
                .write(folder.resolve("big.pth"));

        assertThatThrownBy(() -> Checkpoint.open(file)).hasMessageContaining("byte order '" + order + "'");
    }
}
