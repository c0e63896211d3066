package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.modeling.SmallCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with a model or its options is said in one sentence, and nothing is written. */
final class WrongModelTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeFiles() throws IOException {
        SmallCheckpoint.write(directory.resolve("small.safetensors"));
        SmallCheckpoint.write(directory.resolve("headless.safetensors"), "head.bias");
        byte[] whole = Files.readAllBytes(directory.resolve("small.safetensors"));
        Files.write(directory.resolve("torn.safetensors"), Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(directory.resolve("text.safetensors"), "This is no checkpoint, whatever its name says.");
        Files.writeString(directory.resolve("text.onnx"), "This is no model.");
        Files.writeString(directory.resolve("two.txt"), "cat\ndog\n");
        Files.createDirectory(directory.resolve("empty"));
        Files.createDirectory(directory.resolve("folder.onnx"));
    }

    @ParameterizedTest(name = "build {0}")
    @CsvSource(delimiter = '|', textBlock = """
            -o D/x.onnx                                                     | 2 | Option --weights is missing: expected a checkpoint
            --weights D/small.safetensors                                   | 2 | Missing required option: '--output=FILE'.
            --weights D/small.safetensors -o D/x.bin                        | 2 | Option --output: expected a name that ends in .onnx, found D/x.bin.
            --weights D/small.safetensors -o D/none/x.onnx                  | 1 | Cannot write D/none/x.onnx: there is no directory D/none.
            --weights D/small.safetensors -o D/folder.onnx                  | 1 | Cannot write D/folder.onnx: it is a directory.
            --weights D/text.onnx -o D/x.onnx                               | 2 | Option --weights: expected a checkpoint, found the built model D/text.onnx.
            --weights D/none.safetensors -o D/x.onnx                        | 1 | Cannot read D/none.safetensors: there is no such file.
            --weights D/two.txt -o D/x.onnx                                 | 1 | Checkpoint D/two.txt is in no format that is known: expected a safetensors
            --weights D/text.safetensors -o D/x.onnx                        | 1 | Checkpoint D/text.safetensors is not a safetensors file or is cut short
            --weights D/torn.safetensors -o D/x.onnx                        | 1 | the file is cut short or its header is damaged.
            --weights D/headless.safetensors -o D/x.onnx                    | 1 | Checkpoint D/headless.safetensors: 'head.bias' is missing.
            --weights D/small.safetensors -o D/x.onnx --reducer nix         | 2 | Reducer 'nix' is not known
            --weights D/small.safetensors -o D/x.onnx --reducer ppt         | 2 | Reducer 'ppt' does not say r
            --weights D/small.safetensors -o D/x.onnx --reducer ppt:r=-1    | 2 | Reducer 'ppt:r=-1' has r=-1
            --weights D/small.safetensors -o D/x.onnx --reducer ppt:k=5     | 2 | Reducer 'ppt:k=5'
            --weights D/small.safetensors -o D/x.onnx --reducer evit:keep=2 | 2 | Reducer 'evit:keep=2' has keep=2
            --weights D/small.safetensors -o D/x.onnx --reducer ppt:r=5     | 2 | Reducer 'ppt:r=5' acts in block 9: expected blocks 0 to 3 of this model.
            --weights D/small.safetensors -o D/x.onnx --input-size 33       | 2 | Input size 33 is not a multiple of the patch size 8
            --weights D/small.safetensors -o D/x.onnx --resize 31           | 2 | Expected a short side of at least the input size 32, found 31.
            --weights D/small.safetensors -o D/x.onnx --mean 1,2            | 2 | Invalid value for option '--mean': expected three numbers such as 0.485,0.456,0.406, found '1,2'.
            --weights D/small.safetensors -o D/x.onnx --mean 1 2 x          | 2 | Invalid value for option '--mean': expected three numbers such as 0.485,0.456,0.406, found '1,2,x'.
            --weights D/small.safetensors -o D/x.onnx --std 1,1,0           | 2 | three positive standard deviations
            --weights D/small.safetensors -o D/x.onnx --mean                | 2 | Invalid value for option '--mean': expected three numbers such as 0.485,0.456,0.406, found ''.
            --weights D/small.safetensors -o D/x.onnx --interpolation best  | 2 | Invalid value for option '--interpolation'
            --weights D/small.safetensors -o D/x.onnx --heads 3             | 1 | expected a divisor of its width 128, found 3.
            """)
    void nothingIsBuiltOfIt(String line, int status, String sentence) throws Exception {
        long before = files();

        assertFails("build " + line, status, sentence);

        assertThat(files()).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            inspect                                                         | 2 | Missing required parameter: 'FILE'.
            inspect D/none.onnx                                             | 1 | Cannot read model D/none.onnx
            inspect D/text.onnx                                             | 1 | Cannot use model D/text.onnx:
            classify --weights D/small.safetensors                          | 2 | Missing required parameter: 'IMAGE'.
            classify D/a.jpg                                                | 2 | Option --weights is missing
            classify D/a.jpg --weights D/small.safetensors --top 0          | 2 | Expected at least one label, found 0.
            classify D/empty --weights D/small.safetensors                  | 1 | Directory D/empty has no .jpg, .jpeg or .png files.
            classify D/a.jpg --weights D/small.safetensors --class-names D/two.txt  | 1 | Class names file D/two.txt has 2 names, the model has 10 classes.
            classify D/a.jpg --weights D/small.safetensors --class-names D/none.txt | 1 | Class names file D/none.txt does not exist.
            classify D/a.jpg --weights D/none.safetensors                   | 1 | Cannot read D/none.safetensors: there is no such file.
            check D/none                                                    | 1 | There is no file or directory D/none.
            check D/empty                                                   | 1 | Directory D/empty has no reference vectors
            """)
    void nothingIsAnsweredByIt(String line, int status, String sentence) throws Exception {
        assertFails(line, status, sentence);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --reducer evit:keep=0.5,blocks=1  | was compiled for 'ppt:blocks=1+2,r=4' and cannot be run as 'evit:blocks=1,keep=0.5'
            --mean 0.5,0.5,0.5                | was built for mean [0.485, 0.456, 0.406]
            --input-size 40 --resize 48       | was built for input size 32
            --heads 4                         | was built for 2 attention heads
            """)
    void aBuiltModelKeepsWhatWasBuiltIn(String options, String sentence) throws Exception {
        String onnx = directory + "/built.onnx";
        Run.of(
                "model",
                "build",
                "--weights",
                directory + "/small.safetensors",
                "--reducer",
                "ppt:r=4,blocks=1+2",
                "-o",
                onnx);

        assertFails("classify D/a.jpg --weights D/built.onnx " + options, 2, sentence);
    }

    @Test
    void aFileThatIsNoReferenceVectorFailsByName() throws Exception {
        Run.Result run =
                Run.of("model", "check", directory.resolve("small.safetensors").toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains("small.safetensors is not a reference vector")
                .contains("0 of 1 cases pass.");
    }

    private void assertFails(String line, int status, String sentence) throws Exception {
        Run.Result run = Run.of(("model " + line.replace("D/", directory + "/")).split(" "));

        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains(sentence.replace("D/", directory + "/")).doesNotContain("Unexpected failure");
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(status);
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }
}
