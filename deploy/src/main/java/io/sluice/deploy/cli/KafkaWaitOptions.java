package io.sluice.deploy.cli;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What commands that run for long do while Kafka is not there yet. */
public final class KafkaWaitOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--kafka-wait",
            paramLabel = "DURATION",
            description =
                    "How long to wait at the start for a Kafka that cannot be reached, lacks the topics or does not permit"
                            + " their use, such as 0s or 5m (default: until it is there).")
    private Duration patience;

    /** A gate that opens when {@code kafka} has what {@code needs} says; tells on standard error what it waits for. */
    KafkaGate gate(KafkaOptions kafka, TopicNeeds needs, StopSignal stop) {
        KafkaCheck check =
                new KafkaCheck(BootstrapServers.parse(kafka.bootstrapServers()), kafka.clientProperties(), needs);
        return new KafkaGate(
                check,
                Optional.ofNullable(patience),
                stop,
                command.commandLine().getErr()::println,
                System::nanoTime);
    }
}
