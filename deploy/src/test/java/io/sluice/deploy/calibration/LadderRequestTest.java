package io.sluice.deploy.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.modeling.SmallCheckpoint;
import io.sluice.deploy.modeling.Weights;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.VitShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LadderRequestTest {
    private static final Weights DEEP = Requests.untrained("deep", Requests.DEEP);

    @TempDir
    private Path directory;

    private static List<String> candidates(LadderRequest request) {
        return request.candidates().stream()
                .map(candidate ->
                        candidate.point().reducer() + " " + candidate.point().precision())
                .toList();
    }

    @Test
    void withoutAnyReducerTheUsualOnesAreCandidates() {
        assertThat(candidates(Requests.of(DEEP)))
                .hasSize(9)
                .contains("none FLOAT32", "ppt:r=20 FLOAT32", "ppt:r=80 FLOAT32", "evit:keep=0.5 FLOAT32");
    }

    @Test
    void whatDoesNotFitTheModelIsNoCandidateUnlessAskedFor() {
        Weights small = Requests.untrained("small", Requests.SMALL);

        assertThat(candidates(Requests.of(small)))
                .contains("none FLOAT32")
                .noneMatch(candidate -> candidate.startsWith("ppt"));
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Requests.of(small, "ppt:r=20").candidates());
    }

    @Test
    void whatFitsTheModelGoesByThePicturesThatItIsAskedFor() {
        Weights less = Requests.untrained("deep", Requests.DEEP, 112); // 49 patches
        Weights more = Requests.untrained("deep", Requests.DEEP, 448); // 784 patches

        assertThat(candidates(Requests.of(less)))
                .contains("ppt:r=35 FLOAT32", "evit:keep=0.5 FLOAT32")
                .doesNotContain("ppt:r=50 FLOAT32", "ppt:r=65 FLOAT32", "ppt:r=80 FLOAT32");
        assertThat(Requests.of(more).reference().point().schedule().leaving()).containsOnly(785);
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Requests.of(Requests.untrained("deep", Requests.DEEP, 100))
                        .reference())
                .withMessageStartingWith("Input size 100 is not a multiple of the patch size 16");
    }

    @Test
    void distilledModelsAreMergedSinceOtherMethodsDoNotTakeThem() {
        Weights distilled = Requests.untrained("distilled", new VitShape(224, 16, 64, 12, 1, 64, 10, 2));

        assertThat(candidates(Requests.of(distilled))).contains("none FLOAT32", "tome:r=8 FLOAT32");
    }

    @Test
    void eightBitsAreUsualWhereTheyWerePrepared() throws IOException {
        Path file = SmallCheckpoint.write(directory.resolve("small.safetensors"));
        Weights before = Weights.in(Requests.USUAL, file);
        assertThat(candidates(Requests.of(before, "none", "evit:blocks=1,keep=0.5")))
                .allMatch(candidate -> candidate.endsWith("FLOAT32"));

        Files.writeString(directory.resolve("small.int8.json"), "{}");

        assertThat(candidates(Requests.of(before, "none", "evit:blocks=1,keep=0.5")))
                .containsExactly(
                        "none FLOAT32", "evit:blocks=1,keep=0.5 FLOAT32", "none INT8", "evit:blocks=1,keep=0.5 INT8");
    }

    @Test
    void aSingleReducerIsTheOnlyCandidate() throws IOException {
        Files.writeString(directory.resolve("small.int8.json"), "{}");
        Weights weights = Weights.in(Requests.USUAL, SmallCheckpoint.write(directory.resolve("small.safetensors")));

        assertThat(candidates(Requests.of(weights, "evit:blocks=1,keep=0.5")))
                .containsExactly("evit:blocks=1,keep=0.5 FLOAT32");
        assertThat(candidates(Requests.of(weights, List.of(Precision.INT8), "none")))
                .containsExactly("none INT8");
    }

    @Test
    void amountsThatComputeTheSameAreOneCandidate() {
        assertThat(candidates(Requests.of(DEEP, "ppt:r=20", "ppt:blocks=3+6+9,r=20", "ppt:r=35")))
                .hasSize(2);
    }

    @Test
    void aSmallerModelDoublesTheCandidates() {
        Weights smaller = Requests.untrained("smaller", new VitShape(224, 16, 64, 12, 1, 32, 10, 1));

        LadderRequest both = new LadderRequest(DEEP, Optional.of(smaller), List.of(), List.of());

        assertThat(both.candidates()).hasSize(18);
        assertThat(both.reference().point().model().name()).isEqualTo("deep");
    }

    @Test
    void wholeModelsAreOfEachModelInThePrecisionsOfAll() throws IOException {
        Files.writeString(directory.resolve("small.int8.json"), "{}");
        Weights prepared = Weights.in(Requests.USUAL, SmallCheckpoint.write(directory.resolve("small.safetensors")));
        Weights other = Requests.untrained("other", Requests.SMALL);

        LadderRequest usual = new LadderRequest(prepared, Optional.of(other), List.of(), List.of());
        LadderRequest single = new LadderRequest(prepared, Optional.of(other), List.of(), List.of(Precision.INT8));

        assertThat(candidates(usual.wholeModels())).containsExactly("none FLOAT32", "none INT8", "none FLOAT32");
        assertThat(candidates(single.wholeModels())).containsExactly("none INT8", "none INT8");
    }

    @Test
    void modelsThatCannotStandInForOneAnotherAreRefused() {
        Weights otherClasses = Requests.untrained("other", new VitShape(224, 16, 64, 12, 1, 64, 7, 1));
        Weights otherPixels = Requests.untrained("other", Requests.SMALL);

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> new LadderRequest(DEEP, Optional.of(otherClasses), List.of(), List.of()))
                .withMessageStartingWith("Option --smaller-weights: expected a model of 10 classes")
                .withMessageContaining("found 7 in other@");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> new LadderRequest(DEEP, Optional.of(otherPixels), List.of(), List.of()))
                .withMessageContaining("inputSize=32");
    }
}
