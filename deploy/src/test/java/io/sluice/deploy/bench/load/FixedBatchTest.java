package io.sluice.deploy.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.model.ServiceTimes;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class FixedBatchTest {
    @Test
    void aLargerBatchThatSavesNextToNothingIsNotTaken() {
        assertThat(frames(1000, Map.of(1, 10, 2, 19, 4, 37))).isEqualTo(1);
    }

    @Test
    void theSmallestOfThoseThatSaveAboutAsMuchIsTaken() {
        assertThat(frames(1000, Map.of(1, 10, 2, 14, 4, 27, 8, 54))).isEqualTo(2);
    }

    @Test
    void noBatchTakesMoreThanAQuarterOfTheDeadline() {
        Map<Integer, Integer> millis = Map.of(1, 10, 2, 14, 4, 20, 8, 30);

        assertThat(frames(120, millis)).isEqualTo(8);
        assertThat(frames(119, millis)).isEqualTo(4);
        assertThat(frames(10, millis)).isEqualTo(1);
    }

    private static int frames(long deadlineMillis, Map<Integer, Integer> millis) {
        TreeMap<Integer, Duration> times = new TreeMap<>();
        millis.forEach((size, time) -> times.put(size, Duration.ofMillis(time)));
        return new FixedBatch(new ServiceTimes(times), Duration.ofMillis(deadlineMillis)).frames();
    }
}
