package io.sluice.deploy.cli;

import io.sluice.inference.stream.EventService;
import io.sluice.inference.stream.events.EventLedger;
import io.sluice.inference.stream.events.EventSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "events",
        description = "Makes intervals of labels until Ctrl-C: what each camera showed, from when to when.",
        footer = {
            "",
            "Follow them with 'sluice intervals'.",
            "With --json: one object when it is ready, one with the counts when it has ended."
        })
final class EventsCommand implements Runnable {
    private final StopSignal stop;

    @Mixin
    private EventOptions options;

    @Mixin(name = KafkaOptions.MIXIN)
    private KafkaOptions kafka;

    @Mixin
    private KafkaWaitOptions wait;

    @Mixin
    private ResultOptions result;

    EventsCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public void run() {
        EventSettings settings = options.settings(kafka.topics()); // a wrong command line is told before Kafka is asked
        if (wait.gate(kafka, TopicNeeds.ofEvents(settings.topics()), stop).await()) {
            serve(settings);
        }
    }

    private void serve(EventSettings settings) {
        Ready ready = new Ready("ready", kafka.bootstrapServers(), settings.applicationId());
        EventService service = new EventService(settings, kafka.clientProperties(), System::nanoTime);
        try (service) {
            service.start();
            stop.awaitWhile(service.running(), service.ended(), () -> result.print(ready, ready::text));
        }
        Counts counts = Counts.of(service.counts());
        result.print(counts, counts::text);
    }

    private record Ready(String state, String bootstrapServers, String applicationId) {
        String text() {
            return "Events are made of the labels from Kafka at " + bootstrapServers + "; Ctrl-C stops it.";
        }
    }

    private record Counts(String state, long answers, long skipped, long started, long ended) {
        static Counts of(EventLedger.Counts counts) {
            return new Counts("ended", counts.answers(), counts.skipped(), counts.started(), counts.ended());
        }

        String text() {
            return answers + " answers read, " + skipped + " of them skipped; " + started + " intervals started, "
                    + ended + " ended";
        }
    }
}
