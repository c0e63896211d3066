package io.sluice.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MemoryTrendTest {
    private static final long MIB = 1 << 20;

    @Test
    void whatIsOccupiedWhileEverythingIsBuiltDoesNotCount() {
        MemoryTrend trend = MemoryTrend.of(samples(100, second -> second < 20 ? 10L * second * MIB : 300 * MIB));

        assertThat(trend.early()).isEqualTo(trend.late());
        assertThat(trend.early().residentMib()).isEqualTo(300);
    }

    @Test
    void growthIsTheDifferenceOfTheMediansOverTheTimeBetween() {
        MemoryTrend trend = MemoryTrend.of(samples(100, second -> second * MIB));

        assertThat(trend.minutes()).isEqualTo(1);
        assertThat(trend.late().residentMib() - trend.early().residentMib()).isEqualTo(60);
    }

    private static List<MemorySample> samples(int seconds, IntToLongFunction resident) {
        return IntStream.range(0, seconds)
                .mapToObj(second -> new MemorySample(second, resident.applyAsLong(second), MIB, MIB, 10))
                .toList();
    }
}
