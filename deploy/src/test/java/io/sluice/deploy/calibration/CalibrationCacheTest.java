package io.sluice.deploy.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.modeling.ModelRequest;
import io.sluice.deploy.modeling.PictureRequest;
import io.sluice.deploy.modeling.PrecisionRequest;
import io.sluice.deploy.modeling.SmallCheckpoint;
import io.sluice.deploy.modeling.Weights;
import io.sluice.inference.engine.CalibrationSettings;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.SampleFidelity;
import io.sluice.inference.model.ServiceTimes;
import io.sluice.inference.weights.RandomWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CalibrationCacheTest {
    private static final CalibrationKeys HERE =
            new CalibrationKeys(new Device("cpu", 2), "1.0", CalibrationSettings.usual(2, List.of(1, 8)));
    private static final List<Candidate> CANDIDATES = Requests.of(
                    Requests.untrained("deep", Requests.DEEP), "none", "ppt:r=20")
            .candidates();
    private static final List<OperatingPoint> POINTS =
            CANDIDATES.stream().map(Candidate::point).toList();
    private static final CalibrationKey KEY = HERE.of(CANDIDATES, "64 pictures");
    private static final List<CalibratedPoint> MEASURED = List.of(
            measured(POINTS.get(0), 14, new SampleFidelity(1, 0, OptionalDouble.of(0.8125), 64)),
            measured(POINTS.get(1), 12, new SampleFidelity(0.984375, 0.0031, OptionalDouble.empty(), 64)));

    @TempDir
    private Path directory;

    private final List<String> warnings = new ArrayList<>();

    private CalibrationCache cache(CalibrationCache.Recall recall) {
        return new CalibrationCache(directory.resolve("calibration"), recall, warnings::add);
    }

    private CalibrationCache cache() {
        return cache(CalibrationCache.Recall.REMEMBER);
    }

    private static CalibratedPoint measured(OperatingPoint point, int millis, SampleFidelity fidelity) {
        Map<Integer, Duration> times = Map.of(1, Duration.ofMillis(millis), 8, Duration.ofNanos(123_456_789));
        return new CalibratedPoint(point, new ServiceTimes(new TreeMap<>(times)), Optional.of(fidelity));
    }

    @Test
    void whatWasKeptIsFoundAsItWas() {
        Optional<Path> file = cache().keep(KEY, MEASURED);

        assertThat(file).hasValue(cache().file(KEY));
        assertThat(cache().find(KEY, POINTS)).hasValue(MEASURED);
        assertThat(warnings).isEmpty();
    }

    @Test
    void nothingButTheFileIsLeftBehind() throws IOException {
        cache().keep(KEY, MEASURED);
        cache().keep(KEY, MEASURED);

        try (Stream<Path> files = Files.list(directory.resolve("calibration"))) {
            assertThat(files).containsExactly(cache().file(KEY));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void whatWasMeasuredUnderOtherConditionsIsNotFound(CalibrationKey other) {
        cache().keep(KEY, MEASURED);

        assertThat(cache().find(other, POINTS)).isEmpty();
        assertThat(warnings).isEmpty();
    }

    static Stream<CalibrationKey> whatWasMeasuredUnderOtherConditionsIsNotFound() {
        CalibrationSettings settings = HERE.settings();
        return Stream.of(
                HERE.of(CANDIDATES, "64 synthetic scenes"),
                new CalibrationKeys(new Device("another", 2), "1.0", settings).of(CANDIDATES, KEY.samples()),
                new CalibrationKeys(new Device("cpu", 4), "1.0", settings).of(CANDIDATES, KEY.samples()),
                new CalibrationKeys(new Device("cpu", 2), "1.1", settings).of(CANDIDATES, KEY.samples()),
                new CalibrationKeys(HERE.device(), "1.0", CalibrationSettings.usual(1, List.of(1, 8)))
                        .of(CANDIDATES, KEY.samples()),
                new CalibrationKeys(HERE.device(), "1.0", CalibrationSettings.usual(2, List.of(1)))
                        .of(CANDIDATES, KEY.samples()),
                of("other", "none", "ppt:r=20"),
                of("deep", "none", "ppt:r=35"),
                HERE.of(
                        Requests.of(
                                        Requests.untrained("deep", Requests.DEEP),
                                        List.of(Precision.INT8),
                                        "none",
                                        "ppt:r=20")
                                .candidates(),
                        KEY.samples()));
    }

    private static CalibrationKey of(String model, String... reducers) {
        return HERE.of(
                Requests.of(Requests.untrained(model, Requests.DEEP), reducers).candidates(), KEY.samples());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "{\"format\":1}", "{\"format\":99}", "{\"unknown\":1}", "\u0000"})
    void aFileOfAnythingElseIsIgnoredWithAWarningAndReplaced(String content) throws IOException {
        Path file = cache().keep(KEY, MEASURED).orElseThrow();
        Files.writeString(file, content);

        assertThat(cache().find(KEY, POINTS)).isEmpty();
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains(file.toString())
                .endsWith(".");
        cache().keep(KEY, MEASURED);
        assertThat(cache().find(KEY, POINTS)).hasValue(MEASURED);
    }

    @Test
    void aTornFileIsIgnoredWhereverItWasTorn() throws IOException {
        Path file = cache().keep(KEY, MEASURED).orElseThrow();
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length - 1; length += 97) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(cache().find(KEY, POINTS))
                    .as("the first %s bytes", length)
                    .isEmpty();
        }
    }

    @Test
    void impossibleMeasurementsAreIgnored() throws IOException {
        Path file = cache().keep(KEY, MEASURED).orElseThrow();
        Files.writeString(file, Files.readString(file).replace("0.984375", "7"));

        assertThat(cache().find(KEY, POINTS)).isEmpty();
        assertThat(warnings).hasSize(1);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            (?s)\\{\\s*"reducer" : "ppt.*?\\}.*?\\}  | null
            "8" :                                  | "4" :
            "8" : [0-9.]+                          | "8" : null
            "8" : [0-9.]+                          | "8" : -1.0
            "agreement" : 0.984375,                | ''
            "divergence" : 0.0031                  | "divergence" : null
            "reducer" : "ppt:r=20",\\s*"precision" : "FLOAT32",\\s*"millis | "precision" : "FLOAT32", "millis
            \\}\\s*$                               | } {}
            """)
    void aDamagedFileIsIgnoredWithOneWarning(String what, String instead) throws IOException {
        Path file = cache().keep(KEY, MEASURED).orElseThrow();
        String whole = Files.readString(file);
        String damaged = whole.replaceAll(what, instead);
        Files.writeString(file, damaged);

        assertThat(damaged).isNotEqualTo(whole);
        assertThat(cache().find(KEY, POINTS)).isEmpty();
        assertThat(warnings).hasSize(1);
    }

    @Test
    void anotherNumberOfHeadsIsAnotherComputation() {
        assertThat(heads(2)).containsExactly(2);
        assertThat(heads(4)).containsExactly(4);
    }

    /** As the key has them. */
    private static List<Integer> heads(int heads) {
        ModelRequest request = new ModelRequest(
                Optional.empty(),
                OptionalInt.of(heads),
                PrecisionRequest.USUAL,
                PictureRequest.USUAL,
                Optional.empty());
        Weights weights = new Weights(request, new RandomWeights("deep", Requests.DEEP, 1), Optional.empty());
        return HERE.of(Requests.of(weights, "none").candidates(), "64 pictures").candidates().stream()
                .map(CalibrationKey.Point::heads)
                .toList();
    }

    @Test
    void whoMeasuresAgainIsNotAnsweredFromMemoryButRemembered() {
        cache().keep(KEY, MEASURED);

        assertThat(cache(CalibrationCache.Recall.FORGET).find(KEY, POINTS)).isEmpty();
        cache(CalibrationCache.Recall.FORGET).keep(KEY, MEASURED);
        assertThat(cache().find(KEY, POINTS)).hasValue(MEASURED);
    }

    @Test
    void aPlaceThatCannotBeWrittenToCostsAWarning() throws IOException {
        Files.writeString(directory.resolve("calibration"), "a file, no directory");

        assertThat(cache().keep(KEY, MEASURED)).isEmpty();
        assertThat(warnings).singleElement().asString().contains("cannot be written");
    }

    @Test
    void otherActivationRangesAreOtherConditions() throws IOException {
        Path weights = SmallCheckpoint.write(directory.resolve("small.safetensors"));
        Path ranges = Files.writeString(directory.resolve("small.int8.json"), "{}");
        CalibrationKey before = eightBits(weights);

        Files.writeString(ranges, "{ }");

        assertThat(eightBits(weights)).isNotEqualTo(before);
        assertThat(cache().file(eightBits(weights))).isNotEqualTo(cache().file(before));
    }

    private static CalibrationKey eightBits(Path file) {
        var weights = Weights.in(Requests.USUAL, file);
        return HERE.of(Requests.of(weights, List.of(Precision.INT8), "none").candidates(), "64 pictures");
    }

    @Test
    void theProcessorIsWhatTheOperatingSystemSays() throws IOException {
        Path cpuInfo = Files.writeString(
                directory.resolve("cpuinfo"),
                "processor\t: 0\nmodel name\t: Some CPU @ 2.50GHz\nmodel name\t: Other\n");

        assertThat(Device.processor(cpuInfo, "amd64")).isEqualTo("Some CPU @ 2.50GHz");
        assertThat(Device.processor(directory.resolve("none"), "amd64")).isEqualTo("amd64");
    }
}
