package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.topics.TopicLayout;
import io.sluice.deploy.topics.TopicReport;
import io.sluice.deploy.topics.TopicReport.State;
import io.sluice.deploy.topics.TopicSetup;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "create", description = "Makes the topics that are missing; those that exist stay as they are.")
final class TopicsCreateCommand implements Runnable {
    @Mixin(name = KafkaOptions.MIXIN)
    private KafkaOptions kafka;

    @Option(
            names = "--partitions",
            defaultValue = "6",
            paramLabel = "N",
            description = "Partitions of frames and labels: how many inference threads at most can share the work"
                    + " (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--replication",
            paramLabel = "N",
            description = "Copies of each record (default: 3, or one on each broker where there are fewer).")
    private Integer replication;

    @Option(
            names = "--frame-retention",
            defaultValue = "1h",
            paramLabel = "DURATION",
            description = "How long frames are kept (default: ${DEFAULT-VALUE}).")
    private Duration frameRetention;

    @Option(
            names = "--frame-retention-bytes",
            defaultValue = "1GiB",
            paramLabel = "SIZE",
            description = "How much of each partition of frames is kept (default: ${DEFAULT-VALUE}).")
    private ByteSize frameRetentionBytes;

    @Option(
            names = "--answer-retention",
            defaultValue = "7d",
            paramLabel = "DURATION",
            description = "How long labels, metrics, decisions and dead letters are kept (default: ${DEFAULT-VALUE}).")
    private Duration answerRetention;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        TopicLayout layout = orUsage(this::layout);
        try (Admin admin = kafka.admin()) {
            List<TopicReport> topics = new TopicSetup(admin, kafka.topics()).create(layout);
            topics.forEach(topic -> warnOfPartitions(topic, layout));
            result.print(topics, () -> TopicTable.of(topics));
        }
    }

    private TopicLayout layout() {
        OptionalInt copies = replication == null ? OptionalInt.empty() : OptionalInt.of(replication);
        return new TopicLayout(partitions, copies, frameRetention, frameRetentionBytes.bytes(), answerRetention);
    }

    private void warnOfPartitions(TopicReport topic, TopicLayout layout) {
        int wanted = layout.partitionsOf(topic.topic(), kafka.topics());
        if (topic.state() == State.EXISTING && topic.partitions() != wanted) {
            PrintWriter err = command.commandLine().getErr();
            err.println("Topic " + topic.topic() + " stays at the " + topic.partitions() + " partitions that it has; "
                    + wanted + " were asked for.");
        }
    }
}
