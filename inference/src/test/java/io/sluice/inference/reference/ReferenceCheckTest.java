package io.sluice.inference.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.TestData;
import io.sluice.inference.reduction.TokenReducer;
import io.sluice.inference.reference.ReferenceResult.Outcome;
import io.sluice.inference.vit.OrtRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReferenceCheckTest {
    private final ReferenceCheck check = new ReferenceCheck(OrtRuntime::runReference);

    @TestFactory
    Stream<DynamicTest> everyCaseOfABuiltMethodAgreesWithItsAuthorsCode() throws IOException {
        return cases().filter(ReferenceCheckTest::isBuilt)
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> agrees(file)));
    }

    @Test
    void aCaseOfAMethodThatIsNotBuiltIsReportedAsSuch() throws IOException {
        Path unknown = cases().filter(file -> !isBuilt(file)).findFirst().orElseThrow();

        ReferenceResult result = check.check(unknown);

        assertThat(result.outcome()).isEqualTo(Outcome.NOT_BUILT);
        assertThat(result.passed()).isFalse();
    }

    private void agrees(Path file) {
        ReferenceResult result = check.check(file);

        assertThat(result.tokens()).isEqualTo(ReferenceCase.read(file).tokens());
        assertThat(result.maxRelativeError()).isLessThan(3e-5);
        assertThat(result.firstDeviation()).isEmpty();
        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
    }

    private static boolean isBuilt(Path file) {
        return TokenReducer.methods()
                .contains(ReferenceCase.read(file).reducer().method());
    }

    private static Stream<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(TestData.require("golden"))) {
            List<Path> cases = files.filter(file -> file.toString().endsWith(".safetensors"))
                    .filter(ReferenceCase::isCase)
                    .sorted()
                    .toList();
            return cases.stream();
        }
    }
}
