package io.sluice.ingest.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameSamplerTest {
    @ParameterizedTest
    @CsvSource({"30, 10, 100", "30, 30, 300", "25, 10, 100", "29.97, 15, 150", "30, 0.5, 5", "30, 60, 300"})
    void tenSecondsGiveTheRateAskedForButNeverMoreThanThereIs(double sourceFps, double fps, int expected) {
        FrameSampler sampler = new FrameSampler(OptionalDouble.of(fps));

        long taken = IntStream.range(0, (int) Math.round(10 * sourceFps))
                .filter(frame -> sampler.wants(Math.round(frame * 1e6 / sourceFps)))
                .count();

        assertThat(taken).isEqualTo(expected);
    }

    @Test
    void timestampsRoundedToMillisecondsLoseNoFrame() {
        FrameSampler sampler = new FrameSampler(OptionalDouble.of(30));

        assertThat(IntStream.range(0, 3000).filter(frame -> sampler.wants(Math.round(frame * 1000 / 30.0) * 1000)))
                .hasSize(3000);
    }

    @Test
    void withoutARateEveryFrameIsWanted() {
        FrameSampler sampler = new FrameSampler(OptionalDouble.empty());

        assertThat(IntStream.range(0, 100).allMatch(frame -> sampler.wants(0))).isTrue();
    }

    @Test
    void mediaTimeThatStartsAgainIsFollowed() {
        FrameSampler sampler = new FrameSampler(OptionalDouble.of(1));
        sampler.wants(100_000_000);

        assertThat(sampler.wants(0)).isTrue();
        assertThat(sampler.wants(500_000)).isFalse();
        assertThat(sampler.wants(1_000_000)).isTrue();
    }
}
