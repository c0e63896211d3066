package io.sluice.inference.control;

import static io.sluice.inference.control.Arrivals.SECOND;
import static io.sluice.inference.control.Arrivals.cameras;
import static io.sluice.inference.control.Arrivals.poisson;
import static io.sluice.inference.control.Arrivals.then;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.control.SimulatedService.Device;
import io.sluice.inference.control.SimulatedService.Frame;
import io.sluice.inference.control.SimulatedService.Served;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.Ladder;
import io.sluice.inference.model.ServiceTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The controller on simulated time, with the parts that it works with: what must hold for any load, not for chosen ones. Whoever
 * changes it tries more of them: {@code -Dsluice.load.patterns=1000}.
 */
class SlackControllerTest {
    private static final int PATTERNS = Integer.getInteger("sluice.load.patterns", 150);
    private static final Duration DEADLINE = Duration.ofMillis(250);
    private static final CameraPolicies ALL = CameraPolicies.of(new CameraPolicy(new Freshness.All(), DEADLINE, 1));
    private static final CameraPolicies LATEST =
            CameraPolicies.of(new CameraPolicy(new Freshness.Latest(DEADLINE), DEADLINE, 1));

    /** Dense serves 20 to 100 frames per second on both lanes; each further rung is 5 to 25 % faster and less faithful. */
    private static Ladder anyLadder(Random random) {
        int rungs = 2 + random.nextInt(7);
        double[] millis = new double[rungs];
        double[] agreement = new double[rungs];
        millis[0] = 2000.0 / (20 + 80 * random.nextDouble());
        agreement[0] = 1;
        for (int rung = 1; rung < rungs; rung++) {
            millis[rung] = millis[rung - 1] / (1.05 + 0.2 * random.nextDouble());
            agreement[rung] = agreement[rung - 1] * (0.93 + 0.07 * random.nextDouble());
        }
        return Ladders.of(millis, agreement);
    }

    private static double capacity(CalibratedPoint rung) {
        return 2e9 / rung.timePerFrame().toNanos();
    }

    private static SimulatedService serve(Ladder ladder, CameraPolicies cameras, List<Frame> frames) {
        return new SimulatedService(ladder, new SlackController(), cameras, Device.AS_CALIBRATED).run(frames);
    }

    private static Stream<Served> capturedAfter(SimulatedService service, double seconds) {
        return service.served().stream().filter(served -> served.frame().capturedNanos() >= seconds * SECOND);
    }

    private static long changesAfter(SimulatedService service, double seconds) {
        return service.changes().stream()
                .filter(change -> change.load().at().isAfter(Instant.EPOCH.plusNanos((long) (seconds * SECOND))))
                .count();
    }

    @Test
    void nothingIsShedOrLateUnderAnySteadyLoadThatTheFastestPointCanBear() {
        Patterns.each(PATTERNS, seed -> {
            Random random = new Random(seed);
            Ladder ladder = anyLadder(random);
            double load = 0.85 * random.nextDouble() * capacity(ladder.fastest());
            int cameras = 1 + random.nextInt(12);

            SimulatedService service = serve(ladder, LATEST, cameras(0, 10, load, cameras, random));

            assertThat(service.shed()).as("shed, seed %d", seed).isEmpty();
            assertThat(service.served())
                    .as("ages, seed %d", seed)
                    .allMatch(served -> served.age().compareTo(DEADLINE) <= 0);
        });
    }

    @Test
    void steadyLoadDoesNotMakeThePointOscillate() {
        Patterns.each(PATTERNS, seed -> {
            Random random = new Random(seed);
            Ladder ladder = anyLadder(random);
            double load = (0.2 + 1.2 * random.nextDouble()) * capacity(ladder.fastest());

            SimulatedService service = serve(ladder, LATEST, cameras(0, 30, load, 1 + random.nextInt(12), random));

            assertThat(changesAfter(service, 5)).as("seed %d", seed).isLessThanOrEqualTo(2);
        });
    }

    @Test
    void randomArrivalsOfSteadyRateChangeThePointLessThanOnceASecond() {
        Patterns.each(PATTERNS, seed -> {
            Random random = new Random(seed);
            Ladder ladder = anyLadder(random);
            double load = (0.2 + 1.2 * random.nextDouble()) * capacity(ladder.fastest());

            SimulatedService service = serve(ladder, LATEST, poisson(0, 20, load, random));

            assertThat(service.changes()).as("seed %d", seed).hasSizeLessThanOrEqualTo(20);
        });
    }

    @Test
    void aLoadThatDenseCanBearIsAnsweredByDenseAlone() {
        Patterns.each(PATTERNS, seed -> {
            Random random = new Random(seed);
            Ladder ladder = anyLadder(random);
            double load = (0.1 + 0.6 * random.nextDouble()) * capacity(ladder.best());

            SimulatedService service = serve(ladder, ALL, cameras(0, 10, load, 1 + random.nextInt(4), random));

            assertThat(service.changes()).as("seed %d", seed).isEmpty();
        });
    }

    @Test
    void afterAnyBurstQualityReturnsWithinFiveSeconds() {
        Patterns.each(PATTERNS, seed -> {
            Random random = new Random(seed);
            Ladder ladder = anyLadder(random);
            double low = 0.5 * capacity(ladder.best());
            double high = (1 + 2 * random.nextDouble()) * capacity(ladder.best());
            List<Frame> frames = then(List.of(
                    cameras(0, 5, low, 4, random), cameras(5, 10, high, 4, random), cameras(10, 20, low, 4, random)));

            SimulatedService service = serve(ladder, LATEST, frames);

            assertThat(capturedAfter(service, 15))
                    .as("seed %d", seed)
                    .allMatch(served -> served.rung().equals(ladder.best()));
        });
    }

    @Test
    void aStepThatAPointCanBearShedsNothingAndIsInTimeAfterHalfASecond() {
        Patterns.each(PATTERNS, seed -> {
            Random random = new Random(seed);
            Ladder ladder = anyLadder(random);
            double high = Math.max(0.5 * capacity(ladder.best()), 0.85 * capacity(ladder.fastest()));
            List<Frame> frames = then(
                    List.of(cameras(0, 5, 0.5 * capacity(ladder.best()), 8, random), cameras(5, 15, high, 8, random)));

            SimulatedService service = serve(ladder, ALL, frames);

            assertThat(capturedAfter(service, 5.5))
                    .as("seed %d", seed)
                    .allMatch(served -> served.age().compareTo(DEADLINE) <= 0);
        });
    }

    @Test
    void everyFrameIsServedOrGivenUpAndNoneOfACameraThatWantsAllIsGivenUp() {
        Patterns.each(PATTERNS, seed -> {
            Random random = new Random(seed);
            Ladder ladder = anyLadder(random);
            List<Frame> frames = poisson(0, 5, 4 * random.nextDouble() * capacity(ladder.best()), random);
            CameraPolicies mixed =
                    new CameraPolicies(LATEST.usual(), Map.of("camera-0", ALL.usual(), "camera-5", ALL.usual()));

            SimulatedService service = serve(ladder, mixed, frames);

            assertThat(service.served().size() + service.shed().size()).isEqualTo(frames.size());
            assertThat(service.shed())
                    .extracting(Frame::camera)
                    .as("seed %d", seed)
                    .doesNotContain("camera-0", "camera-5");
        });
    }

    /** The fastest point of all is slower still than the load. */
    @Test
    void underGrossOverloadTheLightCamerasGiveWayFirst() {
        Ladder ladder = Ladders.likeDeitTiny();
        CameraPolicies weighted = new CameraPolicies(
                LATEST.usual(),
                Map.of(
                        "camera-0", new CameraPolicy(new Freshness.Latest(DEADLINE), DEADLINE, 3),
                        "camera-1", new CameraPolicy(new Freshness.Latest(DEADLINE), DEADLINE, 3)));

        SimulatedService service =
                serve(ladder, weighted, cameras(0, 30, 1.4 * capacity(ladder.fastest()), 4, new Random(1)));

        assertThat(service.shed())
                .hasSizeGreaterThan(1000)
                .extracting(Frame::camera)
                .doesNotContain("camera-0", "camera-1");
    }

    @Test
    void framesOfAnOutageAreGivenUpAndTheFirstFreshOneIsInTime() {
        Ladder ladder = Ladders.likeDeitTiny();
        SimulatedService service = new SimulatedService(ladder, new SlackController(), LATEST, Device.AS_CALIBRATED);
        List<Frame> outage = cameras(0, 60, 60, 4, new Random(1));
        List<Frame> live = cameras(60, 65, 60, 4, new Random(2));
        outage.forEach(frame -> service.arriving(frame, 60 * SECOND));
        live.forEach(frame -> service.arriving(frame, frame.capturedNanos()));

        service.run();

        assertThat(service.shed()).hasSizeGreaterThan(3500);
        assertThat(capturedAfter(service, 60))
                .hasSize(live.size())
                .allMatch(served -> served.age().compareTo(DEADLINE) <= 0);
    }

    @Test
    void framesOfAnOutageOfACameraThatWantsAllAreCaughtUpWithAtTheFastestPoint() {
        Ladder ladder = Ladders.likeDeitTiny();
        SimulatedService service = new SimulatedService(ladder, new SlackController(), ALL, Device.AS_CALIBRATED);
        List<Frame> outage = cameras(0, 10, 60, 4, new Random(1));
        outage.forEach(frame -> service.arriving(frame, 10 * SECOND));
        List<Frame> live = cameras(10, 30, 60, 4, new Random(2));
        live.forEach(frame -> service.arriving(frame, frame.capturedNanos()));

        service.run();

        assertThat(service.served()).hasSize(outage.size() + live.size());
        assertThat(service.served().stream().skip(2).limit(500))
                .allMatch(served -> served.rung().equals(ladder.fastest()));
        assertThat(capturedAfter(service, 25)).allMatch(served -> served.rung().equals(ladder.best()));
    }

    /** So slow for two seconds that no answer is in time: it must not be believed to be so for ever. */
    @Test
    void aDeviceThatStoodStillServesAgainAtOnce() {
        Ladder ladder = Ladders.likeDeitTiny();
        Device stalled = (rung, at) -> at >= 10 * SECOND && at < 12 * SECOND ? 40 : 1;
        SimulatedService service = new SimulatedService(ladder, new SlackController(), LATEST, stalled);

        service.run(cameras(0, 30, 0.5 * capacity(ladder.best()), 8, new Random(1)));

        assertThat(service.shed()).allMatch(frame -> frame.capturedNanos() < 14 * SECOND);
        assertThat(capturedAfter(service, 14)).allMatch(served -> served.age().compareTo(DEADLINE) <= 0);
        assertThat(capturedAfter(service, 18)).allMatch(served -> served.rung().equals(ladder.best()));
    }

    @ParameterizedTest(name = "{0} times slower")
    @ValueSource(doubles = {1.3, 1.6, 2, 2.3})
    void aSlowedDeviceIsNoticedWithinASecondAndForgottenWithinFive(double slowdown) {
        Ladder ladder = Ladders.likeDeitTiny();
        Device tenant = (rung, at) -> at >= 10 * SECOND && at < 20 * SECOND ? slowdown : 1;
        SimulatedService service = new SimulatedService(ladder, new SlackController(), LATEST, tenant);

        service.run(cameras(0, 30, 0.8 * capacity(ladder.best()), 8, new Random(1)));

        assertThat(service.shed()).isEmpty();
        assertThat(service.served().stream().filter(served -> served.frame().capturedNanos() < 10 * SECOND))
                .allMatch(served -> served.rung().equals(ladder.best()));
        assertThat(capturedAfter(service, 11)).allMatch(served -> served.age().compareTo(DEADLINE) <= 0);
        assertThat(capturedAfter(service, 25)).allMatch(served -> served.rung().equals(ladder.best()));
    }

    @Test
    void aServiceTimeThatIsWrongMakesMistakesEverRarer() {
        Ladder ladder = Ladders.of(new double[] {40, 12, 10}, new double[] {1, 0.95, 0.9});
        CalibratedPoint flattered = ladder.rungs().get(1);
        Device device = (rung, at) -> rung.equals(flattered) ? 1.7 : 1;
        SimulatedService service = new SimulatedService(ladder, new SlackController(), LATEST, device);

        service.run(cameras(0, 120, 130, 8, new Random(1)));

        assertThat(changesAfter(service, 60)).isBetween(1L, 8L);
    }

    /** Late frames of a camera whose clock is behind hold up nobody. */
    @Test
    void aCameraThatIsAlwaysLateDoesNotPinTheOthersToTheFastestPoint() {
        Ladder ladder = Ladders.likeDeitTiny();
        SimulatedService service = new SimulatedService(ladder, new SlackController(), ALL, Device.AS_CALIBRATED);
        cameras(0, 10, 20, 4, new Random(1)).forEach(frame -> service.arriving(frame, frame.capturedNanos()));
        cameras(0, 10, 5, 1, new Random(2))
                .forEach(frame ->
                        service.arriving(new Frame("behind", frame.capturedNanos() - SECOND), frame.capturedNanos()));

        service.run();

        assertThat(service.changes()).isEmpty();
    }

    @Test
    void whenAllIsLateTheBatchThatServesMostIsTaken() {
        CalibratedPoint rung = Ladders.rung(0, 10, 1);
        NavigableMap<Integer, Duration> times =
                new TreeMap<>(Map.of(1, Duration.ofMillis(10), 8, Duration.ofMillis(40)));
        Ladder ladder =
                new Ladder(List.of(new CalibratedPoint(rung.point(), new ServiceTimes(times), rung.fidelity())));
        LoadSnapshot late =
                new LoadSnapshot(Instant.EPOCH, 100, 1, 500, DEADLINE, DEADLINE.negated(), DEADLINE, 500, 1, 8, 1);

        assertThat(new SlackController()
                        .decide(late, ladder, Decision.first(rung.point(), 1, "start"))
                        .batchBound())
                .isEqualTo(8);
    }

    @Test
    void aLargerBatchIsTakenOnlyWhereLoadNeedsItAndTheDeadlineAllowsIt() {
        CalibratedPoint rung = Ladders.rung(0, 10, 1);
        NavigableMap<Integer, Duration> times =
                new TreeMap<>(Map.of(1, Duration.ofMillis(10), 8, Duration.ofMillis(40), 64, Duration.ofMillis(300)));
        Ladder ladder =
                new Ladder(List.of(new CalibratedPoint(rung.point(), new ServiceTimes(times), rung.fidelity())));
        Decision previous = Decision.first(rung.point(), 1, "start");

        assertThat(new SlackController()
                        .decide(snapshot(50, 1, 64), ladder, previous)
                        .batchBound())
                .isEqualTo(1);
        assertThat(new SlackController()
                        .decide(snapshot(150, 4, 64), ladder, previous)
                        .batchBound())
                .isEqualTo(8);
        assertThat(new SlackController()
                        .decide(snapshot(400, 200, 64), ladder, previous)
                        .batchBound())
                .isEqualTo(8);
        assertThat(new SlackController()
                        .decide(snapshot(150, 4, 4), ladder, previous)
                        .batchBound())
                .isEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource("snapshots")
    void theSameInputsGiveTheSameDecision(LoadSnapshot load) {
        Ladder ladder = Ladders.likeDeitTiny();
        Decision previous = Decision.first(ladder.best().point(), 1, "start");

        assertThat(new SlackController().decide(load, ladder, previous))
                .isEqualTo(new SlackController().decide(load, ladder, previous));
    }

    static Stream<LoadSnapshot> snapshots() {
        Random random = new Random(1);
        return IntStream.range(0, 50).mapToObj(i -> snapshot(300 * random.nextDouble(), random.nextInt(60), 1));
    }

    private static LoadSnapshot snapshot(double arrivals, long backlog, int maxBatch) {
        return new LoadSnapshot(
                Instant.EPOCH, arrivals, 1, backlog, Duration.ZERO, DEADLINE, DEADLINE, backlog, 1, maxBatch, 1);
    }
}
