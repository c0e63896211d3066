package io.sluice.inference.control;

import static io.sluice.inference.control.Arrivals.SECOND;
import static io.sluice.inference.control.Arrivals.cameras;
import static io.sluice.inference.control.Arrivals.poisson;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.control.Directive.ClearWeight;
import io.sluice.inference.control.Directive.Pin;
import io.sluice.inference.control.Directive.PointName;
import io.sluice.inference.control.Directive.Unpin;
import io.sluice.inference.control.Directive.Weigh;
import io.sluice.inference.control.SimulatedService.Device;
import io.sluice.inference.control.SimulatedService.Frame;
import io.sluice.inference.control.SimulatedService.Served;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.Ladder;
import io.sluice.inference.model.OperatingPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What operators ask for, on simulated time: what must hold for any load. */
class ObeyedDirectivesTest {
    private static final int PATTERNS = 100;
    private static final Duration DEADLINE = Duration.ofMillis(250);
    private static final CameraPolicies LATEST =
            CameraPolicies.of(new CameraPolicy(new Freshness.Latest(DEADLINE), DEADLINE, 1));

    private static SimulatedService service(Ladder ladder) {
        return new SimulatedService(ladder, new SlackController(), LATEST, Device.AS_CALIBRATED);
    }

    private static Pin pin(CalibratedPoint rung, String by) {
        return new Pin(PointName.of(rung.point()), by);
    }

    private static double begunSeconds(Served served) {
        return (double) (served.answeredNanos() - served.rung().timePerFrame().toNanos()) / SECOND;
    }

    /** From none to twice what the fastest point bears. */
    private static List<Frame> anyLoad(Ladder ladder, Random random) {
        double capacity = 2e9 / ladder.fastest().timePerFrame().toNanos();
        return cameras(0, 9, 2 * random.nextDouble() * capacity, 1 + random.nextInt(12), random);
    }

    @Test
    void betweenPinAndUnpinEveryFrameIsServedAtThatPointAndAdviceGoesOnAsADryRun() {
        Ladder ladder = Ladders.likeDeitTiny();
        for (int seed = 0; seed < PATTERNS; seed++) {
            Random random = new Random(seed);
            CalibratedPoint asked = ladder.rungs().get(random.nextInt(6));
            SimulatedService service =
                    service(ladder).asking(pin(asked, "ann"), 3 * SECOND).asking(new Unpin("bob"), 6 * SECOND);

            service.run(anyLoad(ladder, random));

            assertThat(service.served())
                    .filteredOn(served -> begunSeconds(served) >= 3 && begunSeconds(served) < 6)
                    .as("seed %d", seed)
                    .allMatch(served -> served.rung().equals(asked));
            assertThat(service.changes()).allSatisfy(change -> {
                boolean whilePinned = change.load().at().isAfter(Instant.EPOCH.plusSeconds(3))
                        && change.load().at().isBefore(Instant.EPOCH.plusSeconds(6));
                assertThat(change.dryRun()).isEqualTo(whilePinned);
            });
            assertThat(servedWithoutPin(service)).as("seed %d", seed).isEqualTo(List.of());
        }
    }

    /** Frames that were begun before the pin or after it, at another point than the last one that was decided on. */
    private static List<Served> servedWithoutPin(SimulatedService service) {
        List<Served> odd = new ArrayList<>();
        for (Served served : service.served()) {
            double begun = begunSeconds(served);
            if (begun < 3 || begun >= 6) {
                Optional<OperatingPoint> decided = Optional.empty();
                for (ControlLoop.Change change : service.changes()) {
                    if (Duration.between(Instant.EPOCH, change.load().at()).toNanos() <= begun * SECOND + 1000) {
                        decided = Optional.of(change.to().point());
                    }
                }
                if (decided.isPresent() && !decided.get().equals(served.rung().point())) {
                    odd.add(served);
                }
            }
        }
        return odd;
    }

    @Test
    void aPinSaysWhoAskedAndSoDoesItsEnd() {
        Ladder ladder = Ladders.likeDeitTiny();
        SimulatedService service = service(ladder)
                .asking(pin(ladder.fastest(), "console at 10.0.0.7"), SECOND)
                .asking(pin(ladder.fastest(), "console at 10.0.0.7"), 2 * SECOND)
                .asking(new Unpin("command line on ops-1"), 3 * SECOND)
                .asking(new Unpin("command line on ops-1"), 4 * SECOND)
                .run();

        assertThat(service.changes())
                .extracting(change -> change.from().orElseThrow().point().reducer() + " > "
                        + change.to().point().reducer() + ": " + change.to().reason())
                .containsExactly(
                        "none > ppt:r=5: Pinned by console at 10.0.0.7.",
                        "ppt:r=5 > none: The pin was taken back by command line on ops-1: load decides again.");
    }

    @Test
    void aPointThatIsNotOnTheLadderIsRefusedAndChangesNothing() {
        Ladder ladder = Ladders.likeDeitTiny();
        Pin unknown = new Pin(new PointName("tiny@abababababab", "evit:keep=0.7", "INT8"), "ann");
        for (int seed = 0; seed < PATTERNS; seed++) {
            List<Frame> frames = anyLoad(ladder, new Random(seed));

            SimulatedService asked = service(ladder).asking(unknown, 3 * SECOND).run(frames);
            SimulatedService unasked = service(ladder).run(frames);

            assertThat(asked.served()).isEqualTo(unasked.served());
            assertThat(asked.shed()).isEqualTo(unasked.shed());
            assertThat(asked.rulings()).singleElement().satisfies(ruling -> {
                assertThat(ruling.refused()).isTrue();
                assertThat(ruling.sentence())
                        .startsWith("The pin of evit:keep=0.7 INT8 of tiny@abababababab, asked for by ann, is refused:"
                                + " this instance's ladder has only none FLOAT32 of tiny@abababababab, ppt:r=1")
                        .endsWith("; load decides.");
            });
            assertThat(asked.changes())
                    .filteredOn(change -> change.to().reason().contains("refused"))
                    .singleElement()
                    .satisfies(change -> {
                        assertThat(change.to().point())
                                .isEqualTo(change.from().orElseThrow().point());
                        assertThat(change.dryRun()).isFalse();
                    });
        }
    }

    @Test
    void aPinComesBeforeThatOfTheStartWhichServesAgainAfterIt() {
        Ladder ladder = Ladders.likeDeitTiny();
        Steering dry = new Steering(ladder, new SlackController(), Optional.of(ladder.best()), LATEST, 0);
        ControlLoop control = new ControlLoop(dry, 1, change -> {});
        LoadSnapshot load = new LoadSnapshot(Instant.EPOCH, 0, 0, 0, Duration.ZERO, DEADLINE, DEADLINE, 0, 2, 1, 1);

        var pinned = control.obey(pin(ladder.fastest(), "ann"), load);
        CalibratedPoint meanwhile = control.next(load).rung();
        var unpinned = control.obey(new Unpin("ann"), load);

        assertThat(pinned).map(Ruling::sentence).contains("Pinned by ann.");
        assertThat(meanwhile).isEqualTo(ladder.fastest());
        assertThat(unpinned)
                .map(Ruling::sentence)
                .contains("The pin was taken back by ann: the point of --dry-run serves again.");
        assertThat(control.next(load).rung()).isEqualTo(ladder.best());
    }

    @Test
    void aPinnedPointThatTheLadderLosesServesOnAndSoDoesWhatWasAdvisedBefore() {
        Ladder ladder = Ladders.likeDeitTiny();
        Steering steering = new Steering(ladder, LoadController.fixed(), Optional.empty(), LATEST, 0);
        ControlLoop control = new ControlLoop(steering, 1, change -> {});
        LoadSnapshot load = new LoadSnapshot(Instant.EPOCH, 0, 0, 0, Duration.ZERO, DEADLINE, DEADLINE, 0, 2, 1, 1);
        var pinned = control.obey(pin(ladder.fastest(), "ann"), load);

        control.use(new Ladder(ladder.rungs().subList(1, 3)));
        CalibratedPoint meanwhile = control.next(load).rung();
        var unpinned = control.obey(new Unpin("ann"), load);

        assertThat(pinned).isPresent();
        assertThat(meanwhile).isEqualTo(ladder.fastest());
        assertThat(unpinned).isPresent();
        assertThat(control.current().rung()).isEqualTo(ladder.best());
    }

    @Test
    void underOverloadTheCameraThatWasGivenMoreWeightKeepsMoreOfItsFrames() {
        Ladder ladder = Ladders.likeDeitTiny();
        double capacity = 2e9 / ladder.fastest().timePerFrame().toNanos();
        for (int seed = 0; seed < 50; seed++) {
            // Cameras that send evenly may shed by turns that fit: always the same ones.
            List<Frame> frames = poisson(0, 8, 1.5 * capacity, new Random(seed));
            SimulatedService service = service(ladder)
                    .asking(new Weigh("camera-1", 5, "ann"), 2 * SECOND)
                    .asking(new ClearWeight("camera-1", "bob"), 5 * SECOND);

            service.run(frames);

            assertThat(shed(service, "camera-1", 2.5, 5)).as("seed %d", seed).isZero();
            assertThat(shed(service, "camera-2", 2.5, 5)).as("seed %d", seed).isPositive();
            assertThat(shed(service, "camera-1", 5.5, 8)).as("seed %d", seed).isPositive();
            assertThat(service.rulings())
                    .extracting(Ruling::sentence)
                    .containsExactly(
                            "Camera camera-1 weighs 5, until now 1: asked for by ann.",
                            "Camera camera-1 weighs 1 again, until now 5: its weight was taken back by bob.");
        }
    }

    private static long shed(SimulatedService service, String camera, double from, double to) {
        return service.shed().stream()
                .filter(frame -> frame.camera().equals(camera))
                .filter(frame -> frame.capturedNanos() >= from * SECOND && frame.capturedNanos() < to * SECOND)
                .count();
    }

    @Test
    void aWeightReplacesThatOfThePolicyAndNothingElse() {
        CameraPolicy gate = new CameraPolicy(new Freshness.Newest(), Duration.ofMillis(100), 2);
        CameraPolicies policies = new CameraPolicies(LATEST.usual(), Map.of("gate", gate));

        CameraPolicies now = Directives.NONE
                .after(new Weigh("gate", 0.5, "ann"))
                .after(new Weigh("yard", 4, "ann"))
                .over(policies);

        assertThat(now.of("gate")).isEqualTo(gate.withWeight(0.5));
        assertThat(now.of("yard")).isEqualTo(LATEST.usual().withWeight(4));
        assertThat(now.of("dock")).isEqualTo(LATEST.usual());
        assertThat(now.heaviest()).isEqualTo(4);
    }
}
