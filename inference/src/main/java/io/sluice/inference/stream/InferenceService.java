package io.sluice.inference.stream;

import io.sluice.inference.batch.BatchScheduler;
import io.sluice.inference.control.ArrivalRate;
import io.sluice.inference.control.ControlLoop;
import io.sluice.inference.control.DeviceSpeed;
import io.sluice.inference.control.Directive;
import io.sluice.inference.control.LiveFidelity;
import io.sluice.inference.control.Steering;
import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.engine.TopLabels;
import io.sluice.inference.image.DecodeLimits;
import io.sluice.inference.image.FrameDecoder;
import io.sluice.inference.image.FrameSlots;
import io.sluice.inference.metrics.ControlMeters;
import io.sluice.inference.metrics.FrameMeters;
import io.sluice.inference.metrics.KafkaMeters;
import io.sluice.inference.metrics.Meters;
import io.sluice.inference.model.ClassNames;
import io.sluice.schemas.ThroughputReport;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One inference process: takes frames from Kafka, answers each one, reports. This is where its parts are put together.
 *
 * <p>Answers are exactly once unless the Kafka properties say {@code processing.guarantee=at_least_once}; then a crash may
 * repeat answers, never lose one.
 */
public final class InferenceService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InferenceService.class);

    private final InferenceSettings settings;
    private final Brokers brokers;
    private final ThroughputMeter meter;
    private final ControlMeters shown;
    private final ConsumerLag lag = new ConsumerLag();
    private final ReportPublisher reports;
    private final InstantSource clock;
    private final ControlLoop control;
    private final LiveFidelity fidelity;
    private final LoadGauge gauge;
    private final BatchScheduler<FrameTask, Answer> scheduler;
    private final DirectiveFeed directives;
    private final KafkaStreams streams;
    private final StreamsLife life;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Puts the parts together and warms the model up; nothing is consumed yet.
     *
     * @param settings how to work
     * @param engines run the models; stay the caller's, to be closed after this
     * @param steering how load is met
     * @param names of the classes
     * @param instance id of this process in reports
     * @param kafka client properties, {@code bootstrap.servers} among them; names of Kafka Streams settings too
     * @param clock wall clock
     * @param nanoTime a clock like {@link System#nanoTime}
     * @throws IllegalArgumentException when no engine serves a point that may be chosen
     */
    public InferenceService(
            InferenceSettings settings,
            EngineSet engines,
            Steering steering,
            ClassNames names,
            String instance,
            Map<String, Object> kafka,
            InstantSource clock,
            LongSupplier nanoTime) {
        this(settings, engines, steering, names, instance, kafka, clock, nanoTime, new Telemetry(new Meters()));
    }

    /** The same; what happens is told to {@code telemetry}. */
    public InferenceService(
            InferenceSettings settings,
            EngineSet engines,
            Steering steering,
            ClassNames names,
            String instance,
            Map<String, Object> kafka,
            InstantSource clock,
            LongSupplier nanoTime,
            Telemetry telemetry) {
        this.settings = settings;
        this.clock = clock;
        steering.points().forEach(point -> engines.warmUp(point, settings.maxBatch()));
        brokers = new Brokers(kafka);
        meter = new ThroughputMeter(
                instance, clock, new ArrivalRate(nanoTime), new FrameMeters(telemetry.meters(), nanoTime));
        reports = new ReportPublisher(settings.topics(), instance, kafka, clock);
        control = new ControlLoop(steering, settings.maxBatch(), this::tell);
        fidelity = new LiveFidelity(steering.doubleCheckShare(), steering.ladder(), control::use);
        DeviceSpeed speed = new DeviceSpeed(settings.batching().lanes(), nanoTime);
        gauge = new LoadGauge(settings, steering.cameras(), meter, lag, speed);
        InferenceLane.Steered steered = new InferenceLane.Steered(control, gauge, speed, meter);
        TopLabels topLabels = new TopLabels(settings.topLabels());
        int inputSize = engines.preprocessing().inputSize();
        scheduler = new BatchScheduler<>(
                settings.batching(),
                () -> control.current().batchBound(),
                () -> new InferenceLane(
                        engines.lanes(settings.maxBatch()),
                        steered,
                        this::waiting,
                        topLabels,
                        clock,
                        new SecondLook(fidelity, steering.ladder().best().point(), gauge, inputSize)),
                nanoTime);
        directives =
                new DirectiveFeed(DirectiveLog.of(settings, instance, kafka, nanoTime), instance, nanoTime, this::obey);
        FrameSlots slots = new FrameSlots(settings.framesInFlight(), inputSize);
        AnswerRecords records = new AnswerRecords(names, engines.provider().name(), instance, clock);
        CommitGuard guard = new CommitGuard();
        streams = new KafkaStreams(
                new InferenceTopology(settings.topics())
                        .build(() -> new InferenceProcessor(
                                // Frames behind a slow one may be answered and wait for it; they hold no slot.
                                2 * settings.framesInFlight(),
                                () -> new DecodingAdmission(
                                        new FrameDecoder(engines.preprocessing(), DecodeLimits.DEFAULT),
                                        slots,
                                        scheduler,
                                        steered,
                                        clock),
                                records,
                                guard,
                                lag,
                                meter,
                                telemetry.tracer(),
                                clock)),
                StreamsSettings.frames(settings.application()).with(kafka),
                new GuardedClients(guard));
        life = new StreamsLife(settings.application(), streams, brokers, nanoTime);
        shown = new ControlMeters(
                telemetry.meters(),
                new ControlReadings(
                        control, steering.ladder(), fidelity, engines.provider().name(), lag));
        var unused = new KafkaMeters(
                telemetry.meters(), KafkaReadings.METRICS, new KafkaReadings(streams::metrics, nanoTime));
    }

    /**
     * Starts to consume: first what operators have asked for, then frames. A Kafka that is not there, or lacks the topics, is
     * waited for and told of in the log; for what operators have asked for, not for ever.
     */
    public void start() {
        control.announce(gauge.between(0, clock.instant()));
        reports.publishEvery(settings.reportInterval(), this::report);
        var unused = directives.caughtUp().thenRun(life::start).whenComplete((started, failure) -> endOf(failure));
        directives.start();
    }

    private void endOf(Throwable failure) {
        if (failure != null) {
            life.fail(failure instanceof CompletionException ? failure.getCause() : failure);
        }
    }

    /** On the thread that reads what operators ask for. */
    private void obey(List<Directive> asked) {
        control.obey(asked, gauge.between(scheduler.waiting(), clock.instant())).forEach(ruling -> {
            Level level = ruling.refused() ? Level.WARN : Level.INFO;
            LOG.atLevel(level).log(ruling.sentence());
        });
    }

    /** Completes when partitions have been assigned and frames are being answered. */
    public CompletableFuture<Void> running() {
        return life.running();
    }

    /** Completes when the service has been closed; fails with an {@link InferenceException} when it cannot go on. */
    public CompletableFuture<Void> ended() {
        return life.ended();
    }

    /** Why frames are not being answered just now, in one sentence; empty when they are. */
    public Optional<String> obstacle() {
        return switch (streams.state()) {
            // Kafka Streams itself takes no notice of brokers that are gone.
            case RUNNING -> brokers.areAway() ? Optional.of("Kafka does not answer.") : Optional.empty();
            case CREATED -> Optional.of(directives.obstacle().orElse("Inference has not begun to read from Kafka."));
            case REBALANCING -> Optional.of("Partitions of the frames topic are being assigned.");
            default -> Optional.of("Inference is ending.");
        };
    }

    /** What has become of the frames taken so far. */
    public Ledger ledger() {
        return meter.total();
    }

    /**
     * Stops consuming, commits what has been answered, hands the rest back and leaves the group at once. Takes at most some
     * twenty seconds and the batches that are running. A second call does nothing.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        directives.close();
        life.stop();
        scheduler.close();
        reports.close(this::report);
        brokers.close();
        life.over();
    }

    private void tell(ControlLoop.Change change) {
        reports.publish(change);
        if (change.isOfPoint()) {
            shown.decided();
        }
    }

    private ThroughputReport report() {
        life.look();
        lag.refresh(brokers);
        return meter.report(control.current().rung().point(), lag.total(), fidelity.seen());
    }

    /** Asked by the lanes, which run already while the scheduler that they belong to is being made. */
    private int waiting() {
        return scheduler.waiting();
    }
}
