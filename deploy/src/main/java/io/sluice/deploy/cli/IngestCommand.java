package io.sluice.deploy.cli;

import io.sluice.deploy.traces.Traces;
import io.sluice.deploy.web.IngestHealth;
import io.sluice.deploy.web.Vitals;
import io.sluice.deploy.web.WebPort;
import io.sluice.ingest.Ingest;
import io.sluice.ingest.IngestSettings;
import io.sluice.ingest.publish.BrokerState;
import io.sluice.ingest.source.AtEnd;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "ingest",
        description = "Takes the frames of cameras, files and streams to Kafka, until all have ended or until Ctrl-C.",
        footer = {
            "",
            "Standard error says when a camera opens, is lost, ends or fails. Status 1 if a camera failed, or if frames"
                    + " could not be published."
        })
final class IngestCommand implements Runnable {
    /** Bounds how late a stop is noticed. */
    private static final Duration TICK = Duration.ofMillis(100);

    private final Surroundings surroundings;

    @Mixin
    private CameraOptions cameras;

    @Mixin(name = KafkaOptions.MIXIN)
    private KafkaOptions kafka;

    @Mixin
    private KafkaWaitOptions wait;

    @Mixin
    private WebOptions web;

    @Mixin
    private TracesOptions tracing;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec command;

    IngestCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        IngestSettings settings = cameras.settings(kafka.topics(), AtEnd.STOP);
        PrintWriter err = command.commandLine().getErr();
        WebPort port = web.port(err::println);
        try (Traces traces = tracing.traces("sluice-ingest", surroundings.clock());
                Vitals vitals = new Vitals(web.meters(), "Kafka is waited for.")) {
            WebPort.Open open = port.open(vitals.parts());
            try (open) {
                ingest(settings, vitals, traces);
            }
        }
    }

    private void ingest(IngestSettings settings, Vitals vitals, Traces traces) {
        KafkaGate gate = wait.gate(kafka, TopicNeeds.ofIngest(settings.topics()), surroundings.stop());
        if (!gate.await()) {
            return;
        }
        Ingest ingest = new Ingest(
                settings,
                FrameLimit.within(kafka.clientProperties(), settings.topics().frames()),
                traces.ofCapture());
        try (ingest) {
            vitals.show(ingest);
            vitals.health().follow(() -> IngestHealth.of(ingest));
            ingest.start();
            awaitEnd(ingest);
        }
        IngestResult outcome = IngestResult.of(ingest.status());
        result.print(outcome, outcome::text);
        outcome.requireComplete(ingest.broker(), ingest.refusals());
    }

    private void awaitEnd(Ingest ingest) {
        try {
            boolean over = false;
            while (!over && !surroundings.stop().requested() && ingest.broker().state() != BrokerState.BROKEN) {
                over = ingest.awaitEnd(TICK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
