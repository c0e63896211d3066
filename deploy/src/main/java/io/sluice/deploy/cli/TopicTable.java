package io.sluice.deploy.cli;

import static java.util.stream.Collectors.joining;

import io.sluice.deploy.topics.TopicReport;
import java.util.List;
import java.util.Locale;

/** Topics as a table for people. */
final class TopicTable {
    private static final String ROW = "%-32s %-9s %10s %11s %12s";

    private TopicTable() {}

    static String of(List<TopicReport> topics) {
        String head = String.format(Locale.ROOT, ROW, "TOPIC", "STATE", "PARTITIONS", "REPLICATION", "RECORDS");
        return topics.stream().map(TopicTable::row).collect(joining("\n", head + "\n", ""));
    }

    private static String row(TopicReport topic) {
        String state = topic.state().name().toLowerCase(Locale.ROOT);
        return String.format(
                Locale.ROOT, ROW, topic.topic(), state, topic.partitions(), topic.replication(), topic.records());
    }
}
