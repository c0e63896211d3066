package io.sluice.deploy.bench.gpu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.IoReason;
import io.sluice.deploy.OperatorException;
import io.sluice.deploy.bench.PipelineResult;
import io.sluice.deploy.bench.Throughput;
import io.sluice.deploy.bench.gpu.GpuRatios.EndToEnd;
import io.sluice.deploy.bench.gpu.GpuRatios.UnderLoad;
import io.sluice.deploy.bench.gpu.GpuRatios.Vectors;
import io.sluice.deploy.modeling.CaseReport;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Reads what the steps of a check left in its folder: of each NAME a line in NAME.step and, where it passed, its result in
 * NAME.json. The name says what it is of: {@code bench-PROVIDER-ARCHITECTURE-BATCH}, {@code check-PROVIDER-PRECISION},
 * with {@code -CASE} behind it or not, {@code pipeline-PROVIDER}, {@code load-PROVIDER}, {@code torch-ARCHITECTURE}.
 */
public final class GpuRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STEP = ".step";

    private final Path directory;
    private final List<StepOutcome> steps;

    private GpuRun(Path directory, List<StepOutcome> steps) {
        this.directory = directory;
        this.steps = steps;
    }

    /**
     * The check whose results are in a folder.
     *
     * @throws OperatorException where it has none, or they cannot be read
     */
    public static GpuRun in(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<StepOutcome> steps = files.filter(file -> file.toString().endsWith(STEP))
                    .sorted()
                    .map(GpuRun::outcome)
                    .toList();
            if (steps.isEmpty()) {
                throw new OperatorException(
                        "Folder " + directory + " has no results of gpu-check.sh: expected files NAME" + STEP + ".");
            }
            return new GpuRun(directory, steps);
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static StepOutcome outcome(Path file) {
        String name = file.getFileName().toString();
        try {
            return StepOutcome.parse(name.substring(0, name.length() - STEP.length()), Files.readString(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (IllegalArgumentException e) {
            throw new OperatorException("File " + file + ": " + e.getMessage() + ".", e);
        }
    }

    /**
     * All ratios.
     *
     * @param peakTflops the GPU's dense half-precision peak in 10^12 operations a second, where it is known
     */
    public GpuRatios ratios(OptionalDouble peakTflops) {
        List<TorchResult> torch =
                passed("torch-").map(step -> read(step, TorchResult.class)).toList();
        return new GpuRatios(
                peakTflops.isPresent() ? peakTflops.getAsDouble() : null,
                passed("bench-")
                        .flatMap(step -> speed(step, new TorchBaseline(torch), peakTflops))
                        .sorted(Comparator.comparing(SpeedRow::provider)
                                .reversed()
                                .thenComparing(SpeedRow::model)
                                .thenComparing(SpeedRow::batch))
                        .toList(),
                vectors(),
                passed("pipeline-").flatMap(this::endToEnd).toList(),
                passed("load-").flatMap(this::underLoad).toList(),
                torch,
                steps.stream().filter(step -> !step.passed()).toList());
    }

    private Stream<StepOutcome> named(String prefix) {
        return steps.stream().filter(step -> step.name().startsWith(prefix));
    }

    private Stream<StepOutcome> passed(String prefix) {
        return named(prefix).filter(StepOutcome::passed);
    }

    /** A check that found a difference fails, and yet says which. */
    private boolean hasResult(StepOutcome step) {
        try {
            return Files.exists(result(step)) && Files.size(result(step)) > 0;
        } catch (IOException e) {
            throw unreadable(result(step), e);
        }
    }

    private Stream<SpeedRow> speed(StepOutcome step, TorchBaseline torch, OptionalDouble peakTflops) {
        List<String> parts = List.of(step.name().split("-", 3));
        String model = parts.get(2).replaceFirst("-\\d+$", "");
        SpeedRow.Setting setting = new SpeedRow.Setting(parts.get(1), model, torch, peakTflops);
        List<Throughput> rows = Arrays.stream(read(step, Throughput[].class))
                .filter(row -> row.precision().equals(Precision.FLOAT16.name()))
                .toList();
        return rows.stream()
                .filter(GpuRun::isDense)
                .flatMap(dense -> rows.stream()
                        .filter(row -> !isDense(row) && row.batch() == dense.batch())
                        .map(reduced -> SpeedRow.of(setting, dense, reduced)));
    }

    private static boolean isDense(Throughput row) {
        return row.reducer().equals(ReducerSpec.NONE.toString());
    }

    /** A provider and a precision may have been checked in several steps. */
    private List<Vectors> vectors() {
        Map<List<String>, List<CaseReport>> found = new LinkedHashMap<>();
        named("check-").filter(this::hasResult).forEach(step -> {
            List<String> parts = List.of(step.name().split("-", 4));
            found.computeIfAbsent(parts.subList(1, 3), kind -> new ArrayList<>())
                    .addAll(List.of(read(step, CaseReport[].class)));
        });
        return found.entrySet().stream()
                .map(kind -> Vectors.of(kind.getKey().get(0), kind.getKey().get(1), kind.getValue()))
                .toList();
    }

    private Stream<EndToEnd> endToEnd(StepOutcome step) {
        return Arrays.stream(read(step, PipelineResult[].class)).map(result -> new EndToEnd(provider(step), result));
    }

    private Stream<UnderLoad> underLoad(StepOutcome step) {
        JsonNode load = read(step, JsonNode.class);
        return load.path("policies")
                .valueStream()
                .map(policy -> new UnderLoad(
                        provider(step),
                        load.path("denseCapacity").asDouble(),
                        policy.path("name").asText(),
                        policy.path("effectiveAccuracy").asDouble(),
                        policy.path("deadlineAttainment").asDouble(),
                        policy.path("ageMillis").path("p99").asDouble(),
                        policy.path("lost").asLong()));
    }

    private static String provider(StepOutcome step) {
        return step.name().replaceFirst("^[a-z]+-", "");
    }

    private Path result(StepOutcome step) {
        return directory.resolve(step.name() + ".json");
    }

    private <T> T read(StepOutcome step, Class<T> type) {
        Path file = result(step);
        try {
            return JSON.readValue(file.toFile(), type);
        } catch (JsonProcessingException e) {
            throw new OperatorException(
                    "File " + file + " is not the result of a step: " + e.getOriginalMessage() + ".", e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static OperatorException unreadable(Path file, IOException e) {
        return new OperatorException("Cannot read " + file + ": " + IoReason.of(e), e);
    }
}
