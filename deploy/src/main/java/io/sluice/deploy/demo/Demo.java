package io.sluice.deploy.demo;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.deploy.calibration.AdaptiveModel;
import io.sluice.deploy.console.Console;
import io.sluice.deploy.console.ServedModel;
import io.sluice.deploy.topics.TopicLayout;
import io.sluice.deploy.topics.TopicSetup;
import io.sluice.deploy.traces.Traces;
import io.sluice.deploy.web.InferenceHealth;
import io.sluice.deploy.web.Vitals;
import io.sluice.deploy.web.WebPort;
import io.sluice.inference.control.Steering;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.stream.InferenceService;
import io.sluice.inference.stream.Telemetry;
import io.sluice.ingest.CameraSpec;
import io.sluice.ingest.Ingest;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.ThroughputReport;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/**
 * A broker, ingest, inference and events in one process, from the first frame to the account of the last. What it shows and counts
 * of answers it has read from the topics, as any consumer of committed records reads them.
 */
public final class Demo {
    private static final String INSTANCE = "demo";

    /** All of it goes with the broker, from a temporary directory that may be small or in memory. */
    private static final TopicLayout SMALL = new TopicLayout(
            TopicLayout.DEFAULT.partitions(), OptionalInt.empty(), Duration.ofHours(1), 64L << 20, Duration.ofHours(1));

    private final DemoSettings settings;
    private final Supplier<AdaptiveModel> loader;
    private final Function<AdaptiveModel, Steering> steering;
    private final Vitals vitals;
    private final Traces traces;
    private final WebPort port;
    private final Stage stage;
    private final InstantSource clock;
    private final LongSupplier nanos;

    /**
     * @param loader of the model, called once, on a thread of its own; what it makes is closed here
     * @param steering how load is met with it
     * @param vitals what the process tells of itself; stays the caller's
     * @param traces where single frames are followed; stay the caller's
     * @param port where vitals are read
     * @param stage where the operator watches
     * @param clock the time of day
     * @param nanos a clock of nanoseconds from any origin
     */
    public Demo(
            DemoSettings settings,
            Supplier<AdaptiveModel> loader,
            Function<AdaptiveModel, Steering> steering,
            Vitals vitals,
            Traces traces,
            WebPort port,
            Stage stage,
            InstantSource clock,
            LongSupplier nanos) {
        this.settings = settings;
        this.loader = loader;
        this.steering = steering;
        this.vitals = vitals;
        this.traces = traces;
        this.port = port;
        this.stage = stage;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Runs until the duration is over, all cameras have ended or the operator asks for the end; then answers what is under
     * way, for fifteen seconds at most.
     *
     * @throws OperatorException if the broker cannot start
     * @throws RuntimeException of the part that cannot start or go on, with one sentence for the operator
     */
    public DemoResult run() {
        long startNanos = nanos.getAsLong();
        stage.say("Starting a Kafka broker and loading the model.");
        try (LoadingModel loading = new LoadingModel(loader);
                EmbeddedBroker broker = EmbeddedBroker.start(settings.broker())) {
            Map<String, Object> kafka = kafka(broker);
            createTopics(kafka);
            stage.say("Kafka is at " + broker.bootstrapServers() + " as long as this runs: follow the answers with"
                    + " 'sluice labels --bootstrap-server " + broker.bootstrapServers() + "'.");
            return watched(kafka, loading, startNanos);
        }
    }

    /** The port is open while the model is still being loaded: that takes longest. */
    private DemoResult watched(Map<String, Object> kafka, LoadingModel loading, long startNanos) {
        try (Console console = new Console(settings.console(), kafka, clock, nanos)) {
            WebPort.Open web = port.open(vitals.partsAnd(console));
            try (web) {
                AdaptiveModel model = loading.get();
                Console.Served served = console.serve(ServedModel.of(model, settings.inference()));
                try (served) {
                    return run(kafka, model, startNanos);
                }
            }
        }
    }

    private Map<String, Object> kafka(EmbeddedBroker broker) {
        Map<String, Object> kafka = new HashMap<>(settings.kafka());
        kafka.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        return kafka;
    }

    private void createTopics(Map<String, Object> kafka) {
        try (Admin admin = Admin.create(kafka)) {
            new TopicSetup(admin, settings.topics()).create(SMALL);
        }
    }

    private DemoResult run(Map<String, Object> kafka, AdaptiveModel model, long startNanos) {
        Answers answers = new Answers(truths(model.classNames()), clock, nanos);
        OperatingPoint best = model.ladder().best().point();
        Surveyor surveyor = new Surveyor(answers, best, nanos);
        Topics topics = settings.topics();
        try (var labels = new TopicReader<>(topics.labels(), FrameLabels.class, kafka, answers::accept);
                var metrics = new TopicReader<>(topics.metrics(), ThroughputReport.class, kafka, surveyor::accept);
                DemoEvents events = new DemoEvents(topics, kafka, nanos);
                InferenceService service = service(model, kafka);
                Ingest ingest = new Ingest(settings.ingest(), kafka, traces.ofCapture())) {
            vitals.show(ingest);
            vitals.health().follow(() -> InferenceHealth.of(service));
            CompletableFuture<?> failure =
                    CompletableFuture.anyOf(service.ended(), labels.ended(), metrics.ended(), events.ended());
            perform(new Performance(stage, surveyor, answers, ingest, service, events, failure, nanos));
            return DemoResult.of(
                    service.ledger(),
                    answers.overall(),
                    answers.secondsToFirst(startNanos),
                    best,
                    events.counts(),
                    ingest.status().stream()
                            .map(camera -> CameraResult.of(camera, answers.of(camera.camera())))
                            .toList());
        }
    }

    private Map<String, Truth> truths(ClassNames names) {
        return settings.ingest().cameras().stream()
                .collect(Collectors.toMap(CameraSpec::id, camera -> Truth.about(camera, names)));
    }

    private void perform(Performance performance) {
        try {
            if (performance.awaitInference()) {
                performance.play(settings.duration());
            }
            performance.finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private InferenceService service(AdaptiveModel model, Map<String, Object> kafka) {
        return new InferenceService(
                settings.inference(),
                model.engines(),
                steering.apply(model),
                model.classNames(),
                INSTANCE,
                kafka,
                clock,
                nanos,
                new Telemetry(vitals.meters(), traces.ofAnswers()));
    }
}
