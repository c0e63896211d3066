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
import io.sluice.inference.model.SampleFidelity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What operators ask for, on simulated time: what must hold for any load. */
class ObeyedDirectivesTest {
    private static final int PATTERNS = 50;
    private static final Duration DEADLINE = Duration.ofMillis(250);
    private static final CameraPolicies LATEST =
            CameraPolicies.of(new CameraPolicy(new Freshness.Latest(DEADLINE), DEADLINE, 1));

    private static final LoadSnapshot LOAD =
            new LoadSnapshot(Instant.EPOCH, 0, 0, 0, Duration.ZERO, DEADLINE, DEADLINE, 0, 2, 1, 1);

    private static SimulatedService service(Ladder ladder) {
        return new SimulatedService(ladder, new SlackController(), LATEST, Device.AS_CALIBRATED);
    }

    private static ControlLoop control(Ladder ladder, List<ControlLoop.Change> changes) {
        return new ControlLoop(
                new Steering(ladder, LoadController.fixed(), Optional.empty(), LATEST, 0), 1, changes::add);
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
        Patterns.each(PATTERNS, seed -> {
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
        });
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
        Patterns.each(PATTERNS, seed -> {
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
        });
    }

    @Test
    void aPinComesBeforeThatOfTheStartWhichServesAgainAfterIt() {
        Ladder ladder = Ladders.likeDeitTiny();
        Steering dry = new Steering(ladder, new SlackController(), Optional.of(ladder.best()), LATEST, 0);
        ControlLoop control = new ControlLoop(dry, 1, change -> {});

        var pinned = control.obey(List.of(pin(ladder.fastest(), "ann")), LOAD);
        CalibratedPoint meanwhile = control.next(LOAD).rung();
        var unpinned = control.obey(List.of(new Unpin("ann")), LOAD);

        assertThat(pinned).extracting(Ruling::sentence).containsExactly("Pinned by ann.");
        assertThat(meanwhile).isEqualTo(ladder.fastest());
        assertThat(unpinned)
                .extracting(Ruling::sentence)
                .containsExactly("The pin was taken back by ann: the point of --dry-run serves again.");
        assertThat(control.next(LOAD).rung()).isEqualTo(ladder.best());
    }

    @Test
    void aPinnedPointThatTheLadderLosesServesOnAndSoDoesWhatWasAdvisedBefore() {
        Ladder ladder = Ladders.likeDeitTiny();
        Steering steering = new Steering(ladder, LoadController.fixed(), Optional.empty(), LATEST, 0);
        ControlLoop control = new ControlLoop(steering, 1, change -> {});
        var pinned = control.obey(List.of(pin(ladder.fastest(), "ann")), LOAD);

        control.use(new Ladder(ladder.rungs().subList(1, 3)));
        CalibratedPoint meanwhile = control.next(LOAD).rung();
        var unpinned = control.obey(List.of(new Unpin("ann")), LOAD);

        assertThat(pinned).hasSize(1);
        assertThat(meanwhile).isEqualTo(ladder.fastest());
        assertThat(unpinned).hasSize(1);
        assertThat(control.current().rung()).isEqualTo(ladder.best());
    }

    @Test
    void underOverloadTheCameraThatWasGivenMoreWeightKeepsMoreOfItsFrames() {
        Ladder ladder = Ladders.likeDeitTiny();
        double capacity = 2e9 / ladder.fastest().timePerFrame().toNanos();
        Patterns.each(PATTERNS, seed -> {
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
        });
    }

    private static long shed(SimulatedService service, String camera, double from, double to) {
        return service.shed().stream()
                .filter(frame -> frame.camera().equals(camera))
                .filter(frame -> frame.capturedNanos() >= from * SECOND && frame.capturedNanos() < to * SECOND)
                .count();
    }

    @Test
    void aWeightOfACameraThatSendsNothingMovesNothing() {
        Ladder ladder = Ladders.likeDeitTiny();
        double capacity = 2e9 / ladder.fastest().timePerFrame().toNanos();
        Patterns.each(20, seed -> {
            List<Frame> frames = poisson(0, 5, 1.5 * capacity, new Random(seed));

            SimulatedService misspelt = service(ladder)
                    .asking(new Weigh("caemra-1", 100, "ann"), 2 * SECOND)
                    .run(frames);
            SimulatedService unasked = service(ladder).run(frames);

            assertThat(unasked.shed()).as("seed %d", seed).isNotEmpty();
            assertThat(misspelt.shed()).as("seed %d", seed).isEqualTo(unasked.shed());
            assertThat(misspelt.served()).as("seed %d", seed).isEqualTo(unasked.served());
        });
    }

    @Test
    void aWeightReplacesThatOfThePolicyUntilItIsTakenBack() {
        CameraPolicy gate = new CameraPolicy(new Freshness.Newest(), Duration.ofMillis(100), 2);
        CameraPolicies policies = new CameraPolicies(LATEST.usual(), Map.of("gate", gate));

        Directives asked = Directives.NONE.after(List.of(new Weigh("gate", 0.5, "ann"), new Weigh("yard", 4, "ann")));
        Directives later = asked.after(List.of(new ClearWeight("gate", "bob")));

        assertThat(asked.weight("gate", policies)).isEqualTo(0.5);
        assertThat(asked.weight("yard", policies)).isEqualTo(4);
        assertThat(asked.weight("dock", policies)).isEqualTo(1);
        assertThat(later.weight("gate", policies)).isEqualTo(2);
        assertThat(later.weight("yard", policies)).isEqualTo(4);
    }

    @Test
    void whatIsInForceAtTheStartIsOneChangeOfThePinAndOneOfAllWeights() {
        Ladder ladder = Ladders.likeDeitTiny();
        List<ControlLoop.Change> changes = new ArrayList<>();
        ControlLoop control = control(ladder, changes);
        List<Directive> asked = new ArrayList<>(List.of(pin(ladder.fastest(), "ann")));
        for (int camera = 0; camera < 10_000; camera++) {
            asked.add(new Weigh("camera-" + camera, 2.5, "bob"));
        }

        List<Ruling> rulings = control.obey(asked, LOAD);

        assertThat(rulings)
                .extracting(Ruling::sentence)
                .containsExactly(
                        "Pinned by ann.",
                        "Cameras weigh what operators asked for: camera-0 2.5 (bob), camera-1 2.5 (bob), camera-2 2.5 (bob),"
                                + " camera-3 2.5 (bob), camera-4 2.5 (bob) and 9995 more.");
        assertThat(changes).extracting(ControlLoop.Change::isOfPoint).containsExactly(true, false);
        assertThat(control.obey(asked, LOAD)).isEmpty();
        assertThat(changes).hasSize(2);
    }

    @Test
    void onlyAnotherPointIsAChangeOfPoint() {
        Ladder ladder = Ladders.likeDeitTiny();
        List<ControlLoop.Change> changes = new ArrayList<>();
        ControlLoop control = control(ladder, changes);
        Pin unknown = new Pin(new PointName("tiny@abababababab", "evit:keep=0.7", "INT8"), "ann");

        for (Directive directive : List.of(
                new Weigh("gate", 3, "ann"), unknown, new Unpin("ann"), pin(ladder.fastest(), "ann"), unknown)) {
            assertThat(control.obey(List.of(directive), LOAD)).hasSize(1);
        }

        assertThat(changes).extracting(ControlLoop.Change::isOfPoint).containsExactly(false, false, false, true, true);
        assertThat(changes.get(4).to().reason())
                .endsWith("; load decides, and no longer the pin of ppt:r=5 FLOAT32 of tiny@abababababab that ann asked"
                        + " for.");
    }

    @Test
    void whileAPointIsPinnedItsFidelityIsWhatIsKnownOfItNow() {
        Ladder ladder = Ladders.likeDeitTiny();
        ControlLoop control = control(ladder, new ArrayList<>());
        CalibratedPoint fastest = ladder.fastest();
        CalibratedPoint seen = fastest.withFidelity(new SampleFidelity(0.25, 1, OptionalDouble.empty(), 100));
        assertThat(control.obey(List.of(pin(fastest, "ann")), LOAD)).hasSize(1);

        control.use(new Ladder(List.of(ladder.best(), seen)));

        assertThat(control.current().rung()).isEqualTo(seen);
        assertThat(control.next(LOAD).rung()).isEqualTo(seen);
    }
}
