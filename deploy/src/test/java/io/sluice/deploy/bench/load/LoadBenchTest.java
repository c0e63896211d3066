package io.sluice.deploy.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.modeling.Engines;
import io.sluice.deploy.modeling.ModelRequest;
import io.sluice.deploy.modeling.PictureRequest;
import io.sluice.deploy.modeling.PrecisionRequest;
import io.sluice.deploy.modeling.Rung;
import io.sluice.deploy.modeling.SmallCheckpoint;
import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.Ladder;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.SampleFidelity;
import io.sluice.inference.model.ServiceTimes;
import io.sluice.inference.weights.RandomWeights;
import io.sluice.ingest.pacing.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole bench on a model of hardly any size: what it counts must add up; how fast it is does not matter. */
final class LoadBenchTest {
    private static final ModelRequest USUAL = new ModelRequest(
            Optional.empty(), OptionalInt.empty(), PrecisionRequest.USUAL, PictureRequest.USUAL, Optional.empty());

    @TempDir
    private Path directory;

    private final List<String> progress = new ArrayList<>();
    private boolean stopped;

    @Test
    void everyFrameOfEveryPolicyIsAccountedFor() throws Exception {
        Path csv = directory.resolve("frames.csv");
        List<PolicyKind> policies = List.of(PolicyKind.SLUICE, PolicyKind.DENSE_DEADLINE, PolicyKind.FIXED_FASTEST);

        LoadOutcome outcome = bench(new CameraLoad(LoadShape.BROKER_PAUSE), policies, Optional.of(csv));

        LoadResult result = outcome.result();
        assertThat(result.denseCapacity()).isPositive();
        assertThat(result.judgedBy()).isEqualTo("agreement with dense");
        assertThat(result.denseUnloaded()).isEqualTo(1);
        assertThat(result.policies())
                .extracting(PolicyResult::name)
                .containsExactly("sluice", "dense-deadline", "fixed-fastest");
        assertThat(result.policies()).allSatisfy(policy -> {
            assertThat(policy.offered()).isPositive();
            assertThat(policy.labelled() + policy.shed() + policy.rejected() + policy.lost())
                    .isEqualTo(policy.offered());
            assertThat(policy.cpuMillisPerFrame()).isPositive();
            assertThat(policy.sameLabelsAsDense()).isBetween(0.0, 1.0);
            assertThat(policy.lost() + policy.rejected()).isZero();
        });
        long offered =
                result.policies().stream().mapToLong(PolicyResult::offered).sum();
        assertThat(Files.readAllLines(csv)).hasSize((int) offered + 1);
        assertThat(outcome.effectiveAccuracy().lines()).hasSize(3);
        assertThat(outcome.timeLine().title()).startsWith("sluice");
    }

    @Test
    void aRepetitionThatIsNotCompleteDoesNotCount() throws Exception {
        stopped = true;

        assertThat(outcome(new CameraLoad(LoadShape.STEADY, 0.5), List.of(PolicyKind.SLUICE), Optional.empty()))
                .isEmpty();
        assertThat(progress).last().asString().startsWith("Stopped before every policy had run once");
    }

    private LoadOutcome bench(Load load, List<PolicyKind> policies, Optional<Path> csv) throws Exception {
        return outcome(load, policies, csv).orElseThrow();
    }

    private Optional<LoadOutcome> outcome(Load load, List<PolicyKind> policies, Optional<Path> csv) throws Exception {
        LoadBenchSettings settings = new LoadBenchSettings(
                load, Duration.ofMillis(250), Duration.ofSeconds(2), 3, 1, 2, 1, 1, policies, csv);
        try (Engines engines = Engines.of(USUAL, new RandomWeights("small", SmallCheckpoint.SHAPE, 1))) {
            Rung dense = engines.rung(ReducerSpec.NONE, Precision.FLOAT32);
            Rung reduced = engines.rung(ReducerSpec.parse("ppt:blocks=1+2,r=4"), Precision.FLOAT32);
            // Times for which the search for the capacity is a short one.
            Ladder ladder = new Ladder(List.of(point(dense.point(), 10, 1), point(reduced.point(), 5, 0.9)));
            LoadModel model = new LoadModel(
                    new LoadModel.Points(new EngineSet(List.of(dense.engine(), reduced.engine())), ladder),
                    Optional.empty(),
                    ClassNames.numbered(10));
            return new LoadBench(settings, InstantSource.system(), Ticker.system(), progress::add, () -> stopped)
                    .run(model, new PictureSource.SyntheticScenes());
        }
    }

    private static CalibratedPoint point(OperatingPoint point, long millis, double agreement) {
        return new CalibratedPoint(
                point,
                ServiceTimes.perFrame(Duration.ofMillis(millis)),
                Optional.of(new SampleFidelity(agreement, 0, OptionalDouble.empty(), 10)));
    }
}
