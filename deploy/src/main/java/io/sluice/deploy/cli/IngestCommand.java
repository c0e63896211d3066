package io.sluice.deploy.cli;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.topics.TopicReport.State;
import io.sluice.deploy.topics.TopicSetup;
import io.sluice.ingest.Ingest;
import io.sluice.ingest.IngestSettings;
import io.sluice.ingest.source.AtEnd;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    private final StopSignal stop;

    @Mixin
    private CameraOptions cameras;

    @Mixin(name = KafkaOptions.MIXIN)
    private KafkaOptions kafka;

    @Mixin
    private ResultOptions result;

    IngestCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public void run() {
        IngestSettings settings = cameras.settings(kafka.topics(), AtEnd.STOP);
        requireTopic();
        Ingest ingest = new Ingest(settings, kafka.clientProperties());
        try (ingest) {
            ingest.start();
            awaitEnd(ingest);
        }
        IngestResult outcome = IngestResult.of(ingest.status());
        result.print(outcome, outcome::text);
        outcome.requireComplete(ingest.broker());
    }

    private void requireTopic() {
        String frames = kafka.topics().frames();
        try (Admin admin = kafka.admin()) {
            boolean missing = new TopicSetup(admin, kafka.topics())
                    .describe().stream()
                            .filter(topic -> topic.topic().equals(frames))
                            .anyMatch(topic -> topic.state() == State.MISSING);
            if (missing) {
                throw new OperatorException("Kafka at " + kafka.bootstrapServers() + " has no topic " + frames
                        + ": make it with 'sluice topics create'.");
            }
        }
    }

    private void awaitEnd(Ingest ingest) {
        try {
            boolean over = false;
            while (!over && !stop.requested()) {
                over = ingest.awaitEnd(TICK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
