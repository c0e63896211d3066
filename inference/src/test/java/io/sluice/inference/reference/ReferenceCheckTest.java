package io.sluice.inference.reference;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.TestData;
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
import org.junit.jupiter.api.io.TempDir;

class ReferenceCheckTest {
    private final ReferenceCheck check = new ReferenceCheck(OrtRuntime::runReference);

    @TestFactory
    Stream<DynamicTest> everyCaseAgreesWithItsAuthorsCode() throws IOException {
        return cases().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> agrees(file)));
    }

    @Test
    void aCaseOfAMethodThatIsNotBuiltIsReportedAsSuch(@TempDir Path folder) throws IOException {
        byte[] dense = Files.readAllBytes(TestData.require("golden/dense.safetensors"));
        String foreign = new String(dense, ISO_8859_1).replaceFirst("\"none\"", "\"nova\"");
        Path unknown = Files.write(folder.resolve("unknown.safetensors"), foreign.getBytes(ISO_8859_1));

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
