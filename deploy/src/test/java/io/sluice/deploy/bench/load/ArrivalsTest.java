package io.sluice.deploy.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.deploy.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When frames are due. */
final class ArrivalsTest {
    private static final double CAPACITY = 100;
    private static final Demand DEMAND = new Demand(CAPACITY, Duration.ofSeconds(60), 8, 1);

    /** Each camera's count is at most one frame from the integral of its rate. */
    private static final Offset<Double> A_FRAME_A_CAMERA = within(8.0);

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "STEADY, 1",
        "STEP, 0.8333333",
        "RAMP, 1.75",
        "SPIKES, 0.9",
        "JOIN_LEAVE, 1.125",
        "BROKER_PAUSE, 0.8",
        "SLOW_DEVICE, 0.8"
    })
    void asManyFramesAreDueAsTheRatesAddUpTo(LoadShape shape, double meanMultiple) {
        assertThat((double) frames(shape).size()).isCloseTo(meanMultiple * CAPACITY * 60, A_FRAME_A_CAMERA);
    }

    @ParameterizedTest
    @EnumSource(LoadShape.class)
    void framesAreInOrderWithinTheRunAndTheSameForTheSameSeed(LoadShape shape) {
        List<Arrival> frames = frames(shape);

        assertThat(frames).isSortedAccordingTo(Comparator.comparing(Arrival::at));
        assertThat(frames).allMatch(frame -> frame.second() >= 0 && frame.second() < 60);
        assertThat(frames).isEqualTo(frames(shape));
        assertThat(frames).isNotEqualTo(new CameraLoad(shape).arrivals(new Demand(CAPACITY, DEMAND.duration(), 8, 2)));
    }

    @Test
    void aStepRisesInTheMiddleThird() {
        List<Arrival> frames = frames(LoadShape.STEP);

        assertThat(between(frames, 0, 20)).isCloseTo(0.5 * CAPACITY * 20, A_FRAME_A_CAMERA);
        assertThat(between(frames, 20, 40)).isCloseTo(1.5 * CAPACITY * 20, A_FRAME_A_CAMERA);
        assertThat(between(frames, 40, 60)).isCloseTo(0.5 * CAPACITY * 20, A_FRAME_A_CAMERA);
    }

    @Test
    void aSpikeOfASecondComesEveryFive() {
        List<Arrival> frames = frames(LoadShape.SPIKES);

        for (int spike = 2; spike < 60; spike += 5) {
            assertThat(between(frames, spike, spike + 1)).isCloseTo(2.5 * CAPACITY, A_FRAME_A_CAMERA);
            assertThat(between(frames, spike + 1, spike + 2)).isCloseTo(0.5 * CAPACITY, A_FRAME_A_CAMERA);
        }
    }

    @Test
    void camerasArePeriodicWithPhasesOfTheirOwn() {
        List<Arrival> frames = frames(LoadShape.BROKER_PAUSE);
        double interval = 8 / (0.8 * CAPACITY);

        for (int camera = 0; camera < 8; camera++) {
            double[] seconds = of(frames, camera);
            for (int i = 1; i < seconds.length; i++) {
                assertThat(seconds[i] - seconds[i - 1]).isCloseTo(interval, within(1e-6));
            }
        }
        assertThat(IntStream.range(0, 8)
                        .mapToDouble(camera -> of(frames, camera)[0])
                        .distinct())
                .hasSize(8);
    }

    @Test
    void camerasJoinOneByOneAndTheLastToJoinIsTheFirstToLeave() {
        List<Arrival> frames = frames(LoadShape.JOIN_LEAVE);
        double interval = 8 / (2 * CAPACITY);

        for (int camera = 0; camera < 8; camera++) {
            double[] seconds = of(frames, camera);
            double joins = 30.0 * camera / 8;
            assertThat(seconds[0]).isBetween(joins, joins + interval + 0.001);
            assertThat(seconds[seconds.length - 1]).isBetween(60 - joins - interval - 0.001, 60 - joins);
        }
    }

    @Test
    void troubleIsInTheMiddleAndAsLongAsPromised() {
        assertThat(new CameraLoad(LoadShape.BROKER_PAUSE).trouble(DEMAND))
                .contains(new Trouble(Trouble.Kind.BROKER_PAUSE, 28.5, 31.5));
        assertThat(new CameraLoad(LoadShape.SLOW_DEVICE).trouble(DEMAND))
                .contains(new Trouble(Trouble.Kind.SLOW_DEVICE, 20, 30));
        assertThat(new CameraLoad(LoadShape.STEP).trouble(DEMAND)).isEmpty();
        assertThat(new CameraLoad(LoadShape.STEP).moments(DEMAND))
                .containsExactly(new Moment("rise", 20, 40), new Moment("fall", 40, 60));
        assertThat(new CameraLoad(LoadShape.JOIN_LEAVE).moments(DEMAND))
                .containsExactly(new Moment("fall", 60 * (1 - 3 / 16.0), 60));
    }

    @Test
    void aSteadyLoadIsAsHighAsItWasAskedFor() {
        List<Arrival> frames = new CameraLoad(LoadShape.STEADY, 0.5).arrivals(DEMAND);

        assertThat(between(frames, 0, 30)).isCloseTo(0.5 * CAPACITY * 30, A_FRAME_A_CAMERA);
        assertThat(between(frames, 30, 60)).isCloseTo(0.5 * CAPACITY * 30, A_FRAME_A_CAMERA);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void oneOrTwoCamerasNeverBecomeFewEnoughToRecover(int cameras) {
        Demand few = new Demand(CAPACITY, DEMAND.duration(), cameras, 1);

        assertThat(new CameraLoad(LoadShape.JOIN_LEAVE).moments(few)).isEmpty();
    }

    @Test
    void aTraceIsScaledToItsMeanAndDealtInTurn() throws IOException {
        TraceLoad load = new TraceLoad(trace("seconds", "10", "11", "11.5", "14"), 2, Duration.ZERO);

        List<Arrival> frames = load.arrivals(new Demand(1, Duration.ofSeconds(2), 2, 1));

        // Three intervals in four seconds are 0.75 a second; 2 a second takes a time that is 0.375 of that.
        assertThat(frames)
                .containsExactly(
                        Arrival.atSecond(0, 0),
                        Arrival.atSecond(0.375, 1),
                        Arrival.atSecond(0.5625, 0),
                        Arrival.atSecond(1.5, 1));
        assertThat(load.name()).isEqualTo("trace.csv");
    }

    @Test
    void aTraceMayBeginLaterAndIsRepeatedWhenItIsOver() throws IOException {
        TraceLoad load = new TraceLoad(trace("seconds", "0", "1", "3"), 1, Duration.ofSeconds(2));

        List<Arrival> frames = load.arrivals(new Demand(1, Duration.ofSeconds(4), 3, 1));

        // Scaled by 2/3: at 0, 2/3 and 2 of each three seconds.
        assertThat(frames)
                .extracting(Arrival::second)
                .usingElementComparator(Comparator.comparingLong(second -> Math.round(second * 1e6)))
                .containsExactly(0.0, 1.0, 1 + 2 / 3.0, 3.0);
        assertThat(frames).extracting(Arrival::camera).containsExactly(0, 1, 2, 0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            times;0;1       | expected 'seconds' in the first line, found 'times'
            seconds;0;x     | line 3: expected seconds of at least 0.0, found 'x'
            seconds;2;1     | line 3: expected seconds of at least 2.0, found '1'
            seconds;1       | expected at least two different times, found 1 lines
            seconds;1;1     | expected at least two different times, found 2 lines
            """)
    void aFileThatIsNoTraceIsRefusedByLine(String lines, String why) {
        assertThatThrownBy(() -> trace(lines.split(";")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(directory.resolve("trace.csv").toString())
                .hasMessageContaining(why);
    }

    @Test
    void offeredLoadIsThatOfTheSecondAbout() {
        OfferedLoad load = new OfferedLoad(frames(LoadShape.STEP), CAPACITY);

        assertThat(load.at(10)).isCloseTo(0.5, within(0.08));
        assertThat(load.at(30)).isCloseTo(1.5, within(0.08));
        assertThat(load.at(0)).isCloseTo(0.5, within(0.16));
    }

    private static List<Arrival> frames(LoadShape shape) {
        return new CameraLoad(shape).arrivals(DEMAND);
    }

    private static double between(List<Arrival> frames, double from, double to) {
        return frames.stream()
                .filter(frame -> frame.second() >= from && frame.second() < to)
                .count();
    }

    private static double[] of(List<Arrival> frames, int camera) {
        return frames.stream()
                .filter(frame -> frame.camera() == camera)
                .mapToDouble(Arrival::second)
                .toArray();
    }

    private ArrivalTrace trace(String... lines) throws IOException {
        return ArrivalTrace.read(Files.write(directory.resolve("trace.csv"), List.of(lines)));
    }
}
