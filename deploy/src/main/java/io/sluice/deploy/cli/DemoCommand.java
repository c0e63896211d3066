package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.calibration.AdaptiveModel;
import io.sluice.deploy.calibration.CalibrationView;
import io.sluice.deploy.calibration.PreparedSamples;
import io.sluice.deploy.calibration.SceneSamples;
import io.sluice.deploy.console.ConsoleSettings;
import io.sluice.deploy.console.Fact;
import io.sluice.deploy.demo.Demo;
import io.sluice.deploy.demo.DemoResult;
import io.sluice.deploy.demo.DemoSettings;
import io.sluice.deploy.demo.DemoText;
import io.sluice.deploy.demo.Stage;
import io.sluice.deploy.traces.Traces;
import io.sluice.deploy.web.Vitals;
import io.sluice.inference.stream.InferenceSettings;
import io.sluice.ingest.CameraSpec;
import io.sluice.ingest.IngestSettings;
import io.sluice.ingest.source.AtEnd;
import io.sluice.schemas.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "Runs everything in one process: a Kafka broker, ingest and inference, and shows what comes out.",
        footer = {
            "",
            "Without --camera: synthetic cameras. Without --weights: a small model that was trained to name what they show."
                    + " Files are played in real time, again and again.",
            "Ends with an account of every frame; status 1 if it does not add up."
        })
final class DemoCommand implements Runnable {
    /** Together about as many frames as a small laptop takes. */
    private static final List<String> SYNTHETIC = List.of(
            "north=synthetic:shapes?seed=1&fps=10",
            "east=synthetic:shapes?seed=2&fps=10",
            "south=synthetic:shapes?seed=3&fps=10");

    private static final int ANY_PORT = 0;

    private final Surroundings surroundings;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            description = "How long to take frames, such as 30s or 2m (default: until Ctrl-C).")
    private Duration duration;

    @Mixin
    private CameraOptions cameras;

    @Option(
            names = "--once",
            description =
                    "End files and directories at their end, and the demo with the last of them (default: begin them"
                            + " again).")
    private boolean once;

    @Mixin
    private AdaptiveModelOptions model;

    @Mixin
    private CalibrationOptions calibration;

    @Mixin
    private SteeringOptions steering;

    @Mixin
    private InferenceOptions inference;

    @Option(
            names = "--port",
            defaultValue = "0",
            paramLabel = "PORT",
            description =
                    "Port of the broker, on the loopback interface; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Mixin
    private WebOptions web;

    @Mixin
    private ConsoleOptions console;

    @Mixin
    private TracesOptions tracing;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec command;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        DemoSettings settings = settings();
        steering.check();
        PrintWriter err = command.commandLine().getErr();
        DemoResult account = perform(settings, err);
        result.print(account, () -> DemoText.of(account));
        requireFulfilled(account);
    }

    private DemoResult perform(DemoSettings settings, PrintWriter err) {
        try (TerminalStage stage = new TerminalStage(surroundings, err);
                Traces traces = tracing.traces("sluice-demo", surroundings.clock());
                Vitals vitals = new Vitals(web.meters(), "The model is being loaded.")) {
            return new Demo(
                            settings,
                            () -> load(settings.inference(), stage),
                            steering::steering,
                            vitals,
                            traces,
                            web.demoPort(stage::say),
                            stage,
                            surroundings.clock(),
                            System::nanoTime)
                    .run();
        }
    }

    private DemoSettings settings() {
        Topics topics = new Topics(Topics.DEFAULT_PREFIX);
        cameras.orElse(SYNTHETIC);
        IngestSettings ingest = cameras.settings(topics, once ? AtEnd.STOP : AtEnd.LOOP);
        Map<String, Object> kafka = new HashMap<>();
        inference.addTo(kafka);
        int cores = Runtime.getRuntime().availableProcessors();
        InferenceSettings answering = inference.settings(topics, cores, model.engine());
        return orUsage(() -> new DemoSettings(
                broker(), ingest, answering, kafka, console(ingest, answering), Optional.ofNullable(duration)));
    }

    private ConsoleSettings console(IngestSettings ingest, InferenceSettings answering) {
        String ids = ingest.cameras().stream().map(CameraSpec::id).collect(Collectors.joining(", "));
        List<Fact> facts = new ArrayList<>(List.of(new Fact("Command", "sluice demo"), new Fact("Cameras", ids)));
        facts.addAll(ConsoleOptions.facts(answering));
        return console.settings(answering.topics(), "embedded, for as long as the demo runs", facts);
    }

    private BrokerSettings broker() {
        return new BrokerSettings(port == ANY_PORT ? OptionalInt.empty() : OptionalInt.of(port), Optional.empty());
    }

    private AdaptiveModel load(InferenceSettings inference, Stage stage) {
        CalibrationView view = new CalibrationLines(stage::say, surroundings.stop(), System::nanoTime);
        return model.loadOrDemo(
                calibration.models(inference, view, surroundings),
                calibration.samples(count -> List.of(new PreparedSamples(), new SceneSamples(count))));
    }

    private static void requireFulfilled(DemoResult account) {
        List<String> problems = account.problems();
        if (!problems.isEmpty()) {
            throw new OperatorException(String.join(" ", problems));
        }
    }
}
