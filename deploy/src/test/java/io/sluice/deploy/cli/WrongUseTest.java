package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong is said in one sentence on standard error. */
final class WrongUseTest {
    @TempDir
    private Path directory;

    @ParameterizedTest(name = "sluice {0}")
    @CsvSource(delimiter = '|', textBlock = """
            topic                            | Unmatched argument at index 0: 'topic'. Did you mean 'topics'? See 'sluice --help'.
            topics                           | Missing required subcommand. See 'sluice topics --help'.
            labels --nix                     | Unknown option: '--nix'. See 'sluice labels --help'.
            labels --from noon               | Invalid value for option '--from': expected beginning, latest or a duration such as 10m, found 'noon'. See 'sluice labels --help'.
            labels --max 0                   | Option --max: expected at least 1, found 0. See 'sluice labels --help'.
            labels --topic-prefix a/b        | Invalid value for option '--topic-prefix': Topic prefix 'a/b' is not a legal topic name: expected 1 to 200 letters, digits, '.', '_' or '-'. See 'sluice labels --help'.
            labels --bootstrap-server localhost:99999 | Expected a port of 1 to 65535, found 'localhost:99999'. See 'sluice labels --help'.
            labels --bootstrap-server kafka  | Expected a Kafka server as host:port, found 'kafka'. See 'sluice labels --help'.
            metrics --camera gate            | Unknown options: '--camera', 'gate'. See 'sluice metrics --help'.
            broker --port 70000              | Expected a port of 1 to 65535, found 70000. See 'sluice broker --help'.
            topics create --partitions 0     | Expected at least one partition, found 0. See 'sluice topics create --help'.
            topics create --frame-retention-bytes 1GB | Invalid value for option '--frame-retention-bytes': expected a size such as 4096, 64MiB or 1GiB, found '1GB'. See 'sluice topics create --help'.
            ingest                           | No camera is named: expected --camera ID=URI or --cameras FILE. See 'sluice ingest --help'.
            ingest --camera belt             | Camera 'belt' has no URI: expected id=uri, such as gate=rtsp://camera.example/stream. See 'sluice ingest --help'.
            ingest --camera a/b=belt.mp4     | Camera id 'a/b' is not legal: expected 1 to 64 letters, digits, '.', '_' or '-'. See 'sluice ingest --help'.
            ingest --camera a=x --camera a=y | Camera id 'a' is given twice: expected different ids. See 'sluice ingest --help'.
            ingest --camera a=x --quality 0  | jpeg-quality is 0: expected 1 to 100. See 'sluice ingest --help'.
            ingest --camera a=x --overflow no | Invalid value for option '--overflow': expected block or shed-oldest, found 'no'. See 'sluice ingest --help'.
            infer                            | Option --weights is missing: expected a checkpoint (.safetensors or .pth) or a built model (.onnx). See 'sluice infer --help'.
            infer --weights w --lanes 0      | Expected at least one lane, found 0. See 'sluice infer --help'.
            demo --provider gpu              | Invalid value for option '--provider': expected auto or tensorrt or cuda or cpu, found 'gpu'. See 'sluice demo --help'.
            infer --weights w --provider cpu --device 0 | Option --device: expected --provider tensorrt or cuda, found cpu. See 'sluice infer --help'.
            model check x --device 0,0       | Option --device: expected numbers from 0, each once, found [0, 0]. See 'sluice model check --help'.
            demo --duration 0                | Expected a duration above zero, found PT0S. See 'sluice demo --help'.
            demo --duration soon             | Invalid value for option '--duration': expected a duration such as 500ms, 20s, 10m, 2h or 7d, found 'soon'. See 'sluice demo --help'.
            """)
    void aWrongCommandLineIsStatusTwo(String line, String sentence) throws Exception {
        Run.Result run = Run.of(line.split(" "));

        assertThat(run.err()).isEqualToIgnoringNewLines(sentence);
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(2);
    }

    @Test
    void anUnreachableKafkaIsNamed() throws Exception {
        String nobody = "127.0.0.1:" + freePort();

        for (String command : List.of(
                "labels",
                "topics create",
                "topics list",
                "ingest --camera a=synthetic:shapes --kafka-wait 0s",
                "infer --weights any.safetensors --kafka-wait 0s")) {
            Run.Result run = Run.of((command + " --bootstrap-server " + nobody).split(" "));

            assertThat(run.err())
                    .isEqualToIgnoringNewLines("Kafka cannot be reached at " + nobody + ": Connection refused.");
            assertThat(run.status()).isEqualTo(1);
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run.Result run = Run.of("broker", "--port", Integer.toString(taken.getLocalPort()));

            assertThat(run.err())
                    .isEqualToIgnoringNewLines("The broker cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": Address already in use.");
            assertThat(run.status()).isEqualTo(1);
        }
    }

    @Test
    void anUnknownReducerIsNamed() throws Exception {
        Run.Result run = Run.of("demo", "--reducer", "magic:r=50");

        assertThat(run.err())
                .startsWith("Invalid value for option '--reducer' (SPEC): ")
                .contains("magic:r=50");
        assertThat(run.status()).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            ingest --cameras | cameras.yaml
            demo --cameras   | cameras.yaml
            demo --weights   | model.safetensors
            """)
    void aMissingFileIsNamed(String command, String name) throws Exception {
        Path missing = directory.resolve(name);

        Run.Result run = Run.of((command + " " + missing).split(" "));

        assertThat(run.err().lines().toList()).last().asString().contains(missing.toString());
        assertThat(run.err()).doesNotContain("Unexpected");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void aMissingKafkaConfigIsNamed() throws Exception {
        Path missing = directory.resolve("client.properties");

        Run.Result run = Run.of("labels", "--kafka-config", missing.toString());

        assertThat(run.err()).isEqualToIgnoringNewLines("Kafka config " + missing + " does not exist.");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void aPasswordOnTheCommandLineIsRefusedAndNotRepeated() throws Exception {
        Run.Result run = Run.of("labels", "--kafka-config", "sasl.jaas.config=Module required password=\"hush\";");

        assertThat(run.err())
                .startsWith("Option --kafka-config takes the name of a file, and not a property")
                .doesNotContain("hush");
        assertThat(run.status()).isEqualTo(2);
    }

    @Test
    void aServerOfTheKafkaConfigIsUsedUnlessTheOptionNamesAnother() throws Exception {
        String inFile = "127.0.0.1:" + freePort();
        String inOption = "127.0.0.1:" + freePort();
        Path config = Files.writeString(directory.resolve("client.properties"), "bootstrap.servers=" + inFile);

        assertThat(Run.of("labels", "--kafka-config", config.toString()).err()).contains("at " + inFile);
        assertThat(Run.of("labels", "--kafka-config", config.toString(), "--bootstrap-server", inOption)
                        .err())
                .contains("at " + inOption);
    }

    @Test
    void theStackTraceIsForDebugging() throws Exception {
        String missing = directory.resolve("client.properties").toString();

        assertThat(Run.of("labels", "--kafka-config", missing).err()).doesNotContain("\tat ");
        assertThat(Run.of("labels", "--kafka-config", missing, "--debug").err()).contains("\tat io.sluice");
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
