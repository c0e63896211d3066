package io.sluice.deploy.cli;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.tail.Tail;
import io.sluice.deploy.tail.TailStart;
import io.sluice.schemas.AvroCodec;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Follows one topic; name, description and the filter's option depend on which. */
@Command(footer = {"", "Prints one JSON object a line, until Ctrl-C or until nobody reads any more."})
final class TailCommand implements Runnable {
    private final TailedTopic topic;
    private final StopSignal stop;

    @Spec
    private CommandSpec command;

    @Mixin(name = KafkaOptions.MIXIN)
    private KafkaOptions kafka;

    @Option(
            names = "--from",
            defaultValue = "latest",
            paramLabel = "WHERE",
            description = "Where to begin: beginning, latest, or a duration such as 10m for what is younger than that"
                    + " (default: ${DEFAULT-VALUE}).")
    private TailStart start;

    @Option(names = "--max", paramLabel = "N", description = "End after this many records (default: never).")
    private Long max;

    @Option(
            names = "--isolation",
            defaultValue = "read_committed",
            paramLabel = "LEVEL",
            description = "read_committed, or read_uncommitted to see also what a transaction may yet take back"
                    + " (default: ${DEFAULT-VALUE}).")
    private IsolationLevel isolation;

    private TailCommand(TailedTopic topic, StopSignal stop) {
        this.topic = topic;
        this.stop = stop;
    }

    static CommandLine of(TailedTopic topic, StopSignal stop) {
        CommandLine line = new CommandLine(new TailCommand(topic, stop));
        line.getCommandSpec()
                .name(topic.command())
                .addOption(OptionSpec.builder("--" + topic.origin())
                        .type(String.class)
                        .paramLabel("ID")
                        .description("Only records of this " + topic.origin() + ".")
                        .build())
                .addOption(OptionSpec.builder("--json")
                        .type(boolean.class)
                        .description("Print the records as JSON, which they are in any case.")
                        .build())
                .usageMessage()
                .description(topic.description());
        return line;
    }

    @Override
    public void run() {
        if (max != null && max < 1) {
            throw new UsageException("Option --max: expected at least 1, found " + max + ".");
        }
        follow(topic.type());
    }

    private <T extends SpecificRecord> void follow(Class<T> type) {
        PrintedLines lines = new PrintedLines(
                command.commandLine().getOut(), command.commandLine().getErr());
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            Tail<T> tail = new Tail<>(consumer, new AvroCodec<>(type), wanted(), lines);
            tail.open(topic.topic().apply(kafka.topics()), start);
            tail.run(max == null ? Long.MAX_VALUE : max, stop::requested);
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = kafka.reachable();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"); // for what retention took meanwhile
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private <T extends SpecificRecord> Predicate<T> wanted() {
        String id = command.findOption("--" + topic.origin()).getValue();
        return record -> id == null
                || id.equals(
                        record.get(record.getSchema().getField(topic.origin()).pos()));
    }
}
