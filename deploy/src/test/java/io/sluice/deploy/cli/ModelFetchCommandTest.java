package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.deploy.modeling.SmallCheckpoint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching from a server on this machine. */
final class ModelFetchCommandTest {
    private static final String TINY = "/facebook/deit-tiny-patch16-224/resolve/main/";
    private static final String TAG = "\"one\"";

    @TempDir
    private Path directory;

    private final byte[] weights = new byte[300_000];
    private FileServer server;

    @BeforeEach
    void startServer() throws IOException {
        new Random(5).nextBytes(weights);
        server = new FileServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void aModelIsFetchedWithItsConfigurationAndOnlyThePathIsPrinted() throws Exception {
        server.serve(TINY + "model.safetensors", FileServer.content(weights, TAG))
                .serve(TINY + "config.json", FileServer.content("{}".getBytes(StandardCharsets.UTF_8), TAG));

        Run.Result run = fetch("deit-tiny");

        Path file = Path.of(run.out().strip());
        assertThat(run.status()).isZero();
        assertThat(file).hasBinaryContent(weights).hasFileName("deit-tiny-patch16-224.safetensors");
        assertThat(file.resolveSibling("config.json")).hasContent("{}");
        assertThat(run.err()).contains("SHA-256 " + sha256(weights)).doesNotContain("as expected");
        try (Stream<Path> all = Files.list(file.getParent())) {
            assertThat(all).hasSize(2);
        }
    }

    @Test
    void whatIsThereIsNotFetchedAgain() throws Exception {
        server.serve("/w.pth", FileServer.content(weights, TAG));
        String first = fetch(server.address() + "/w.pth").out();

        String second = fetch(server.address() + "/w.pth").out();

        assertThat(second).isEqualTo(first).contains("w.pth");
        assertThat(server.requests()).containsExactly("/w.pth");
    }

    @Test
    void theResultIsGivenAsJson() throws Exception {
        server.serve("/w.pth", FileServer.content(weights, TAG));

        Run.Result run = fetch(server.address() + "/w.pth?token=secret", "--json", "--sha256", sha256(weights));

        JsonNode json = new JsonMapper().readTree(run.out());
        assertThat(json.get("bytes").asInt()).isEqualTo(weights.length);
        assertThat(json.get("sha256").asText()).isEqualTo(sha256(weights));
        assertThat(json.get("verified").asBoolean()).isTrue();
        assertThat(json.get("from").asText()).isEqualTo(server.address() + "/w.pth");
        assertThat(run.err()).contains("as expected").doesNotContain("secret");
    }

    @Test
    void aBrokenConnectionIsTakenUpWhereItEnded() throws Exception {
        server.serve("/w.pth", FileServer.torn(weights, TAG, 120_000));

        Run.Result run = fetch(server.address() + "/w.pth");

        assertThat(Path.of(run.out().strip())).hasBinaryContent(weights);
        assertThat(server.requests()).hasSize(3).first().isEqualTo("/w.pth");
        assertThat(server.requests().get(1)).startsWith("/w.pth bytes=");
    }

    @Test
    void aLaterFetchGoesOnWhereAnEarlierOneEnded() throws Exception {
        server.serve(
                "/w.pth",
                FileServer.turns(
                        FileServer.torn(weights, TAG, 200_000),
                        FileServer.torn(weights, TAG, 0),
                        FileServer.content(weights, TAG)));

        Run.Result broken = fetch(server.address() + "/w.pth");
        Run.Result whole = fetch(server.address() + "/w.pth");

        assertThat(broken.status()).isEqualTo(1);
        assertThat(broken.err().lines()).singleElement().asString().contains("broke after ", "go on from there");
        assertThat(Path.of(whole.out().strip())).hasBinaryContent(weights);
        assertThat(server.requests().get(2)).startsWith("/w.pth bytes=");
    }

    @Test
    void aFileThatChangedMeanwhileIsFetchedFromItsBeginning() throws Exception {
        byte[] other = "another version".getBytes(StandardCharsets.UTF_8);
        server.serve(
                "/w.pth",
                FileServer.turns(FileServer.torn(weights, TAG, 200_000), FileServer.content(other, "\"two\"")));

        Run.Result run = fetch(server.address() + "/w.pth");

        assertThat(Path.of(run.out().strip())).hasBinaryContent(other);
    }

    @Test
    void theRestOfAnotherVersionIsNotPutBehindTheFirst() throws Exception {
        byte[] other = new byte[weights.length];
        server.serve(
                "/w.pth",
                FileServer.turns(FileServer.torn(weights, TAG, 200_000), FileServer.careless(other, "\"two\"")));

        Run.Result run = fetch(server.address() + "/w.pth");

        assertThat(Path.of(run.out().strip())).hasBinaryContent(other);
    }

    @Test
    void anotherHubHasAPlaceOfItsOwn() throws Exception {
        server.serve(TINY + "model.safetensors", FileServer.content(weights, TAG));

        Path file = Path.of(fetch("deit-tiny").out().strip());

        assertThat(file.getParent()).hasFileName("facebook--deit-tiny-patch16-224");
        assertThat(file.getParent().getParent().getFileName().toString()).startsWith("hub-127.0.0.1-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//x", "x", "https://example.com:65536", "ftp://example.com"})
    void aHubThatIsNoAddressIsWrongUse(String hub) throws Exception {
        Run.Result run = Run.of("model", "fetch", "deit-tiny", "--hub", hub, "--cache", directory.toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("Cannot fetch from '" + hub + "'");
    }

    @Test
    void theHashThatTheHubStatesIsVerified() throws Exception {
        server.serve(
                        TINY + "model.safetensors",
                        FileServer.redirect("/cdn/blob", "X-Linked-Etag", "\"" + sha256(weights) + "\""))
                .serve("/cdn/blob", FileServer.content(weights, TAG));

        Run.Result run = fetch("deit-tiny");

        assertThat(Path.of(run.out().strip())).hasBinaryContent(weights);
        assertThat(run.err()).contains("as expected");
    }

    @Test
    void contentWithAnotherHashIsDeleted() throws Exception {
        server.serve("/w.pth", FileServer.content(weights, TAG));

        Run.Result run = fetch(server.address() + "/w.pth", "--sha256", "0".repeat(64));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains(sha256(weights), "expected 0000", "it has been deleted.");
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void aModelWithoutSafetensorsIsFetchedAsPyTorchsFile() throws Exception {
        server.serve("/some/vit/resolve/main/pytorch_model.bin", FileServer.content(weights, TAG));

        assertThat(Path.of(fetch("some/vit").out().strip()))
                .hasFileName("vit.bin")
                .hasBinaryContent(weights);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | no such file
            401 | expected a public one
            503 | answers with status 503
            """)
    void anAnswerThatIsNoFileIsASentence(int status, String sentence) throws Exception {
        server.serve("/w.pth", FileServer.status(status));

        Run.Result run = fetch(server.address() + "/w.pth");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().contains(server.address() + "/w.pth: ", sentence);
    }

    @Test
    void aModelThatIsNotOnTheHubIsASentence() throws Exception {
        Run.Result run = fetch("nobody/nothing");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("nobody/nothing", "neither model.safetensors nor pytorch_model.bin");
    }

    @Test
    void aPageInPlaceOfTheFileIsASentence() throws Exception {
        server.serve("/w.pth", FileServer.page("<html>Log in</html>"));

        assertThat(fetch(server.address() + "/w.pth").err()).contains("gives a page of HTML");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /w.pth                 | redirected more than 5 times
            http://example.com/w   | plain http can be tampered with
            ftp://example.com/w    | neither http nor https
            """)
    void aRedirectionThatLeadsNowhereGoodIsASentence(String location, String sentence) throws Exception {
        server.serve("/w.pth", FileServer.redirect(location));

        Run.Result run = fetch(server.address() + "/w.pth");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().contains(sentence);
    }

    @Test
    void aServerThatIsNotThereIsASentence() throws Exception {
        String address = server.address();
        server.close();

        assertThat(fetch(address + "/w.pth").err()).contains("127.0.0.1 cannot be reached");
    }

    @Test
    void aFolderThatCannotBeMadeIsASentence() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        Run.Result run = Run.of("model", "fetch", server.address() + "/w.pth", "--cache", file.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().contains("Cannot write " + file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deit-huge",
                "a/b/c",
                "../x/y",
                "https:///w.pth",
                "https://example.com/",
                "http://a b/c",
                "a--b/c",
                "a/b--c",
                "a/b..c",
                "https://example.com:65536/w.pth",
                "https://example.com:2147483647/w.pth"
            })
    void whatIsNoModelIsWrongUse(String model) throws Exception {
        Run.Result run = fetch(model);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("Cannot fetch ");
    }

    @Test
    void aHashOfAnotherLengthIsWrongUse() throws Exception {
        assertThat(fetch("deit-tiny", "--sha256", "abc").err()).contains("Option --sha256: expected 64 hex digits");
    }

    @Test
    void theUsualCacheFollowsTheDesktopsConvention() {
        assertThat(ModelFetchCommand.usualCache(Map.of("XDG_CACHE_HOME", "/x"), "/home/me"))
                .hasToString("/x/sluice");
        assertThat(ModelFetchCommand.usualCache(Map.of("XDG_CACHE_HOME", "x"), "/home/me"))
                .hasToString("/home/me/.cache/sluice");
        assertThat(ModelFetchCommand.usualCache(Map.of(), "/home/me")).hasToString("/home/me/.cache/sluice");
    }

    @Test
    void whatWasFetchedIsRunWithTheConfigurationBesideIt() throws Exception {
        byte[] small = Files.readAllBytes(SmallCheckpoint.write(directory.resolve("small.safetensors")));
        String config = "{\"model_type\":\"vit\",\"num_attention_heads\":4,\"id2label\":{" + labels() + "}}";
        String preprocessor = "{\"size\":32,\"image_mean\":[0.5,0.5,0.5],\"image_std\":[0.5,0.5,0.5],\"resample\":2}";
        String folder = "/some/vit/resolve/main/";
        server.serve(folder + "model.safetensors", FileServer.content(small, TAG))
                .serve(folder + "config.json", FileServer.content(config.getBytes(StandardCharsets.UTF_8), TAG))
                .serve(
                        folder + "preprocessor_config.json",
                        FileServer.content(preprocessor.getBytes(StandardCharsets.UTF_8), TAG));
        Path picture = directory.resolve("a.png");
        ImageIO.write(new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());

        String fetched = fetch("some/vit").out().strip();
        JsonNode inspected = new JsonMapper()
                .readTree(Run.of("model", "inspect", "--json", fetched).out());
        Run.Result classified = Run.of("model", "classify", picture.toString(), "--weights", fetched);

        assertThat(inspected.at("/shape/heads").asInt()).isEqualTo(4);
        assertThat(inspected.at("/preprocessing/fit").asText()).isEqualTo("STRETCH");
        assertThat(inspected.at("/preprocessing/mean/0").asDouble()).isEqualTo(0.5);
        assertThat(classified.out()).containsPattern("% +thing \\d");
    }

    private static String labels() {
        return Stream.iterate(0, i -> i < 10, i -> i + 1)
                .map(i -> "\"" + i + "\":\"thing " + i + "\"")
                .collect(Collectors.joining(","));
    }

    private Run.Result fetch(String model, String... more) throws Exception {
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "model",
                                "fetch",
                                model,
                                "--hub",
                                server.address(),
                                "--cache",
                                directory.resolve("cache").toString()),
                        Stream.of(more))
                .toList();
        return Run.of(arguments.toArray(String[]::new));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
