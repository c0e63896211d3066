package io.sluice.deploy.cli;

import io.sluice.deploy.topics.TopicReport;
import io.sluice.deploy.topics.TopicSetup;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = "Shows which topics there are, and how many records they hold.")
final class TopicsListCommand implements Runnable {
    @Mixin(name = KafkaOptions.MIXIN)
    private KafkaOptions kafka;

    @Mixin
    private ResultOptions result;

    @Override
    public void run() {
        try (Admin admin = kafka.admin()) {
            List<TopicReport> topics = new TopicSetup(admin, kafka.topics()).describe();
            result.print(topics, () -> TopicTable.of(topics));
        }
    }
}
