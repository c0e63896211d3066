package io.sluice.deploy.modeling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RangesBuildTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 99, 100, 101, 150, 199, 200, 299, 1000})
    void samplesAreSpreadOverAllFiles(int size) {
        List<Path> files = IntStream.range(0, size)
                .mapToObj(i -> Path.of(String.format("%04d.jpg", i)))
                .toList();

        List<Path> chosen = PictureFiles.spread(files, 100);

        assertThat(chosen).hasSize(Math.min(100, size)).doesNotHaveDuplicates().isSorted();
        int last = Integer.parseInt(chosen.get(chosen.size() - 1).toString().substring(0, 4));
        assertThat(last).isGreaterThanOrEqualTo(size - 1 - size / 100);
    }
}
