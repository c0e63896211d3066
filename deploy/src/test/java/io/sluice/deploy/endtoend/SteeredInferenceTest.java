package io.sluice.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.inference.control.CameraPolicies;
import io.sluice.inference.control.CameraPolicy;
import io.sluice.inference.control.Decision;
import io.sluice.inference.control.Freshness;
import io.sluice.inference.control.LoadController;
import io.sluice.inference.control.Steering;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.stream.InferenceService;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.PointFidelity;
import io.sluice.schemas.ThroughputReport;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the inference process does when load decides, on a real broker with a real, small, untrained model. */
class SteeredInferenceTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final CameraPolicy ALL = new CameraPolicy(new Freshness.All(), DEADLINE, 1);
    private static final CameraPolicy LATEST = new CameraPolicy(new Freshness.Latest(DEADLINE), DEADLINE, 1);

    private static EmbeddedBroker broker;
    private static TwoPoints model;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
        model = new TwoPoints();
    }

    @AfterAll
    static void stop() {
        model.close();
        broker.close();
    }

    private static InferenceService service(Topics topics, Steering steering, KafkaFrames frames) {
        return model.service(topics.prefix(), topics, steering, frames);
    }

    private static Steering steering(LoadController controller, CameraPolicy cameras) {
        return new Steering(model.ladder(), controller, Optional.empty(), CameraPolicies.of(cameras), 0);
    }

    /** The other point after every {@code batches} batches; a pure function like any controller, of frames answered. */
    private static LoadController alternating() {
        return (load, rungs, previous) -> {
            OperatingPoint now = previous.point();
            OperatingPoint other = now.equals(rungs.best().point())
                    ? rungs.fastest().point()
                    : rungs.best().point();
            return Decision.first(other, previous.batchBound(), "It is the other one's turn.");
        };
    }

    private static void sendOld(KafkaFrames frames, String camera, long from, long to) {
        Instant longAgo = Instant.now().minus(Duration.ofHours(1));
        LongStream.range(from, to).forEach(sequence -> frames.send(camera, sequence, TinyVit.SIDE, longAgo));
    }

    private static List<FrameLabels> of(String camera, List<FrameLabels> answers) {
        return answers.stream()
                .filter(answer -> answer.getCamera().equals(camera))
                .toList();
    }

    @Test
    void afterAnOutageOldFramesAreShedWithTheReasonUnlessTheirCameraWantsAll() {
        Topics topics = new Topics("outage");
        CameraPolicies cameras = new CameraPolicies(LATEST, Map.of("vault", ALL));
        Steering steering = new Steering(model.ladder(), LoadController.fixed(), Optional.empty(), cameras, 0);
        try (KafkaFrames frames = new KafkaFrames(broker.bootstrapServers(), topics)) {
            sendOld(frames, "gate", 0, 300);
            sendOld(frames, "vault", 0, 100);
            frames.send("gate", 300, TinyVit.SIDE);
            frames.flush();
            try (InferenceService service = service(topics, steering, frames)) {
                service.start();

                List<FrameLabels> answers = frames.answers(401);

                List<FrameLabels> gate = of("gate", answers);
                assertThat(gate)
                        .extracting(FrameLabels::getSequence)
                        .isEqualTo(LongStream.rangeClosed(0, 300).boxed().toList());
                assertThat(gate.subList(0, 300)).allSatisfy(answer -> {
                    assertThat(answer.getOutcome()).isEqualTo(Outcome.SHED);
                    assertThat(answer.getReason())
                            .isEqualTo("Its answer would be older than 30000 ms, the max-age of its camera.");
                });
                assertThat(gate.get(300).getOutcome()).isEqualTo(Outcome.LABELLED);
                assertThat(of("vault", answers))
                        .hasSize(100)
                        .allMatch(answer -> answer.getOutcome() == Outcome.LABELLED);
                assertThat(service.ledger().shed()).isEqualTo(300);
                assertThat(service.ledger().inFlight()).isZero();
            }
        }
    }

    @Test
    void ofACameraThatWantsTheNewestOnlyTheLastFrameIsAlwaysAnswered() {
        Topics topics = new Topics("newest");
        CameraPolicy newest = new CameraPolicy(new Freshness.Newest(), DEADLINE, 1);
        try (KafkaFrames frames = new KafkaFrames(broker.bootstrapServers(), topics);
                InferenceService service = service(topics, steering(LoadController.fixed(), newest), frames)) {
            LongStream.range(0, 500).forEach(sequence -> frames.send("gate", sequence, TinyVit.SIDE));
            frames.flush();

            service.start();
            List<FrameLabels> answers = frames.answers(500);

            assertThat(answers).hasSize(500);
            assertThat(answers.get(499).getOutcome()).isEqualTo(Outcome.LABELLED);
            assertThat(answers)
                    .filteredOn(answer -> answer.getOutcome() != Outcome.LABELLED)
                    .allMatch(answer -> answer.getReason().equals("A newer frame of its camera arrived."));
        }
    }

    @Test
    void eachAnswerSaysAtWhichPointItWasComputedAndEachChangeIsADecision() {
        Topics topics = new Topics("changes");
        try (KafkaFrames frames = new KafkaFrames(broker.bootstrapServers(), topics);
                InferenceService service = service(topics, steering(alternating(), ALL), frames)) {
            service.start();
            LongStream.range(0, 100).forEach(sequence -> frames.send("gate", sequence, TinyVit.SIDE));
            frames.flush();

            List<FrameLabels> answers = frames.answers(100);
            List<io.sluice.schemas.Decision> decisions =
                    frames.read(topics.decisions(), io.sluice.schemas.Decision.class, 11);

            assertThat(answers)
                    .extracting(answer -> answer.getQuality().getReducer() + " "
                            + answer.getQuality().getFidelity())
                    .contains("none 1.0", "evit:blocks=2,keep=0.5 0.9");
            assertThat(decisions.get(0).getFrom()).isNull();
            assertThat(decisions.get(0).getTo().getReducer()).isEqualTo("none");
            assertThat(decisions.subList(1, decisions.size())).allSatisfy(decision -> {
                assertThat(decision.getFrom()).isNotEqualTo(decision.getTo());
                assertThat(decision.getReason()).isEqualTo("It is the other one's turn.");
                assertThat(decision.getDryRun()).isFalse();
                assertThat(decision.getLoad().getBacklog()).isPositive();
                assertThat(decision.getLoad().getSlackMillis()).isLessThanOrEqualTo(30_000);
            });
        }
    }

    @Test
    void inADryRunThePinnedPointServesAndTheDecisionsSayWhatWouldHaveBeen() {
        Topics topics = new Topics("dry");
        Steering dry = new Steering(
                model.ladder(), alternating(), Optional.of(model.ladder().best()), CameraPolicies.of(ALL), 0);
        try (KafkaFrames frames = new KafkaFrames(broker.bootstrapServers(), topics);
                InferenceService service = service(topics, dry, frames)) {
            service.start();
            LongStream.range(0, 100).forEach(sequence -> frames.send("gate", sequence, TinyVit.SIDE));
            frames.flush();

            assertThat(frames.answers(100))
                    .hasSize(100)
                    .allMatch(answer -> answer.getQuality().getReducer().equals("none"));
            assertThat(frames.read(topics.decisions(), io.sluice.schemas.Decision.class, 2))
                    .hasSizeGreaterThan(1)
                    .allMatch(io.sluice.schemas.Decision::getDryRun);
        }
    }

    @Test
    void whenThereIsSlackSomeFramesAreRunTwiceAndReportsSayHowOftenBothAgree() {
        Topics topics = new Topics("twice");
        Steering checked =
                new Steering(model.ladder(), LoadController.fixed(), Optional.empty(), CameraPolicies.of(ALL), 0.1);
        try (KafkaFrames frames = new KafkaFrames(broker.bootstrapServers(), topics);
                InferenceService service = service(topics, checked, frames)) {
            service.start();
            int sent = 0;
            List<PointFidelity> seen = null;
            while (seen == null) {
                for (int frame = 0; frame < 20; frame++) {
                    frames.send("gate", sent++, TinyVit.SIDE);
                }
                frames.flush();
                assertThat(frames.answers(sent)).hasSize(sent);
                List<ThroughputReport> reports = frames.read(topics.metrics(), ThroughputReport.class, 1);
                seen = reports.get(reports.size() - 1).getLiveFidelity();
            }

            assertThat(seen).hasSize(1).first().satisfies(point -> {
                assertThat(point.getReducer()).isEqualTo(TwoPoints.REDUCED);
                assertThat(point.getFrames()).isPositive();
                assertThat(point.getAgreement()).isBetween(0.0, 1.0);
            });
        }
    }
}
