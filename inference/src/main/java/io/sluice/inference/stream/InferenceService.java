package io.sluice.inference.stream;

import io.sluice.inference.control.ArrivalRate;
import io.sluice.inference.control.ControlLoop;
import io.sluice.inference.control.Directive;
import io.sluice.inference.control.Steering;
import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.metrics.ControlMeters;
import io.sluice.inference.metrics.FrameMeters;
import io.sluice.inference.metrics.KafkaMeters;
import io.sluice.inference.metrics.Meters;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.tracing.AnswerTracer;
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
    private final ThroughputMeter meter;
    private final ConsumerLag lag = new ConsumerLag();
    private final Serving serving;
    private final Brokers brokers;
    private final ReportPublisher reports;
    private final DirectiveFeed directives;
    private final KafkaStreams streams;
    private final StreamsLife life;
    private final ControlMeters shown;
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
        meter = new ThroughputMeter(
                instance, clock, new ArrivalRate(nanoTime), new FrameMeters(telemetry.meters(), nanoTime));
        AnswerRecords records = new AnswerRecords(names, engines.provider().name(), instance, clock);
        try (Opening opening = new Opening()) {
            serving = opening.with(
                    new Serving(settings, engines, steering, meter, lag, this::tell, clock, nanoTime), Serving::close);
            brokers = opening.with(new Brokers(kafka), Brokers::close);
            reports = opening.with(
                    new ReportPublisher(settings.topics(), instance, kafka, clock), ReportPublisher::close);
            DirectiveLog asked = DirectiveLog.of(settings, instance, kafka, nanoTime);
            directives = opening.with(new DirectiveFeed(asked, instance, nanoTime, this::obey), DirectiveFeed::close);
            streams = opening.with(streams(kafka, records, telemetry.tracer(), clock), KafkaStreams::close);
            opening.done();
        }
        life = new StreamsLife(settings.application(), streams, brokers, nanoTime);
        shown = new ControlMeters(telemetry.meters(), new ControlReadings(serving, lag));
        var unused = new KafkaMeters(
                telemetry.meters(), KafkaReadings.METRICS, new KafkaReadings(streams::metrics, nanoTime));
    }

    private KafkaStreams streams(
            Map<String, Object> kafka, AnswerRecords records, AnswerTracer tracer, InstantSource clock) {
        CommitGuard guard = new CommitGuard();
        // Frames behind a slow one may be answered and wait for it; they hold no slot.
        int bound = 2 * settings.framesInFlight();
        return new KafkaStreams(
                new InferenceTopology(settings.topics())
                        .build(() -> new InferenceProcessor(
                                bound, serving::admission, records, guard, lag, meter, tracer, clock)),
                StreamsSettings.frames(settings.application()).with(kafka),
                new GuardedClients(guard));
    }

    /**
     * Starts to consume: first what operators have asked for, then frames. A Kafka that is not there, or lacks the topics, is
     * waited for and told of in the log; for what operators have asked for, not for ever.
     */
    public void start() {
        serving.announce();
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
        serving.obey(asked).forEach(ruling -> {
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
        serving.close();
        reports.publishLast(this::report);
        reports.close();
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
        return meter.report(serving.current().rung().point(), lag.total(), serving.fidelity());
    }
}
