package io.sluice.deploy.cli;

import io.sluice.deploy.calibration.AdaptiveModel;
import io.sluice.deploy.calibration.CameraSamples;
import io.sluice.deploy.calibration.PreparedSamples;
import io.sluice.deploy.calibration.SceneSamples;
import io.sluice.deploy.console.Console;
import io.sluice.deploy.console.Fact;
import io.sluice.deploy.console.ServedModel;
import io.sluice.deploy.traces.Traces;
import io.sluice.deploy.web.InferenceHealth;
import io.sluice.deploy.web.Vitals;
import io.sluice.deploy.web.WebPort;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.stream.InferenceService;
import io.sluice.inference.stream.InferenceSettings;
import io.sluice.inference.stream.Ledger;
import io.sluice.inference.stream.Telemetry;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "infer",
        description = "Answers the frames on Kafka with labels until Ctrl-C.",
        footer = {"", "With --json: one object when it is ready, one with the counts when it has ended."})
final class InferCommand implements Runnable {
    /** How long cameras are waited for, to calibrate on what they see. */
    private static final Duration CAMERA_PATIENCE = Duration.ofSeconds(5);

    private final Surroundings surroundings;

    @Mixin
    private AdaptiveModelOptions model;

    @Mixin
    private CalibrationOptions calibration;

    @Mixin
    private SteeringOptions steering;

    @Spec
    private CommandSpec command;

    @Mixin
    private InferenceOptions inference;

    @Mixin(name = KafkaOptions.MIXIN)
    private KafkaOptions kafka;

    @Mixin
    private KafkaWaitOptions wait;

    @Mixin
    private WebOptions web;

    @Mixin
    private ConsoleOptions console;

    @Mixin
    private TracesOptions tracing;

    @Option(
            names = "--instance",
            paramLabel = "ID",
            description = "Id of this process in its reports (default: a new one at each start).")
    private String instance = "infer-" + UUID.randomUUID().toString().substring(0, 8);

    @Mixin
    private ResultOptions result;

    InferCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        var unused = model.requiredWeights(); // a wrong command line is told before Kafka is asked
        EngineOptions engine = model.engine();
        steering.check();
        InferenceSettings settings =
                inference.settings(kafka.topics(), Runtime.getRuntime().availableProcessors(), engine);
        PrintWriter err = command.commandLine().getErr();
        WebPort port = web.port(err::println);
        try (Traces traces = tracing.traces("sluice-infer", surroundings.clock());
                Vitals vitals = new Vitals(web.meters(), "Kafka is waited for, or the model is being loaded.");
                Console page = console(settings)) {
            WebPort.Open open = port.open(vitals.partsAnd(page));
            try (open) {
                serve(settings, new Watchers(vitals, page, traces));
            }
        }
    }

    /** Reads nothing unless there is a port that it is served on. */
    private Console console(InferenceSettings settings) {
        List<Fact> facts =
                new ArrayList<>(List.of(new Fact("Command", "sluice infer"), new Fact("Instance", instance)));
        facts.addAll(ConsoleOptions.facts(settings));
        return new Console(
                console.settings(settings.topics(), kafka.bootstrapServers(), facts),
                kafka.clientProperties(),
                surroundings.clock(),
                System::nanoTime);
    }

    /** Who is told of what inference does; all stay the caller's. */
    private record Watchers(Vitals vitals, Console page, Traces traces) {
        Telemetry telemetry() {
            return new Telemetry(vitals.meters(), traces.ofAnswers());
        }
    }

    private void serve(InferenceSettings settings, Watchers watchers) {
        KafkaGate gate = wait.gate(kafka, TopicNeeds.ofInference(settings.topics()), surroundings.stop());
        if (!gate.await()) {
            return;
        }
        Map<String, Object> properties = kafka.clientProperties();
        inference.addTo(properties);
        try (AdaptiveModel loaded = load(settings, properties)) {
            if (gate.await()) { // to load a model can take minutes
                serve(settings, properties, loaded, watchers);
            }
        }
    }

    private void serve(
            InferenceSettings settings, Map<String, Object> properties, AdaptiveModel loaded, Watchers watchers) {
        InferenceService service = new InferenceService(
                settings,
                loaded.engines(),
                steering.steering(loaded),
                loaded.classNames(),
                instance,
                properties,
                surroundings.clock(),
                System::nanoTime,
                watchers.telemetry());
        Console.Served served = watchers.page().serve(ServedModel.of(loaded, settings));
        try (service;
                served) {
            watchers.vitals().health().follow(() -> InferenceHealth.of(service));
            service.start();
            Ready ready = Ready.of(settings, loaded, kafka.bootstrapServers(), instance);
            surroundings.stop().awaitWhile(service.running(), service.ended(), () -> result.print(ready, ready::text));
        }
        Counts counts = Counts.of(service.ledger());
        result.print(counts, counts::text);
    }

    private AdaptiveModel load(InferenceSettings settings, Map<String, Object> properties) {
        PrintWriter err = command.commandLine().getErr();
        CalibrationLines view = new CalibrationLines(err::println, surroundings.stop(), System::nanoTime);
        String frames = settings.topics().frames();
        return model.load(
                calibration.models(settings, view, surroundings),
                calibration.samples(count -> List.of(
                        new PreparedSamples(),
                        new CameraSamples(properties, frames, count, CAMERA_PATIENCE, System::nanoTime),
                        new SceneSamples(count))));
    }

    private record Ready(
            String state,
            String instance,
            String bootstrapServers,
            String applicationId,
            String model,
            String reducer) {
        static Ready of(InferenceSettings settings, AdaptiveModel model, String servers, String instance) {
            return new Ready(
                    "ready",
                    instance,
                    servers,
                    settings.applicationId(),
                    model.ladder().best().point().model().toString(),
                    model.ladder().best().point().reducer().toString());
        }

        String text() {
            return "Inference " + instance + " is ready: " + model + " " + reducer + ", frames from Kafka at "
                    + bootstrapServers + "; Ctrl-C stops it.";
        }
    }

    private record Counts(
            String state, long offered, long labelled, long shed, long rejected, long handedBack, long inFlight) {
        static Counts of(Ledger ledger) {
            return new Counts(
                    "ended",
                    ledger.offered(),
                    ledger.labelled(),
                    ledger.shed(),
                    ledger.rejected(),
                    ledger.handedBack(),
                    ledger.inFlight());
        }

        String text() {
            return offered + " offered = " + labelled + " labelled + " + shed + " shed + " + rejected + " rejected + "
                    + handedBack + " handed back + " + inFlight + " in flight";
        }
    }
}
