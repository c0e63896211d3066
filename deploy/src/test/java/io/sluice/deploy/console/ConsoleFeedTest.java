package io.sluice.deploy.console;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.deploy.broker.SecuredBroker;
import io.sluice.deploy.topics.TopicLayout;
import io.sluice.deploy.topics.TopicSetup;
import io.sluice.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those who look are told of Kafka. */
class ConsoleFeedTest {
    private static final Topics TOPICS = new Topics("feed");
    private static final String PASSWORD = "a password of the test";

    @TempDir
    private Path directory;

    @Test
    void aKafkaThatGoesAwayIsNoticed() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary());
        try (ConsoleFeed feed = feed(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Viewer viewer = feed.viewers().join().orElseThrow();
            try (broker) {
                createTopics(broker.bootstrapServers());
                feed.start();
                until(viewer, "\"topic\":\"feed.labels\",\"state\":\"read\"");
                assertThat(feed.problem()).isEmpty();
            }

            until(viewer, "\"problem\":\"Kafka does not answer");
            assertThat(feed.problem()).isPresent();
        }
    }

    @Test
    void aTopicThatMayNotBeReadIsSaidToBeSoAndTheOthersAreRead() throws Exception {
        try (SecuredBroker broker = SecuredBroker.start(directory)) {
            createTopics(broker.openServer());
            broker.addUser("viewer", PASSWORD);
            broker.permit("viewer", DESCRIBE, TOPIC, LITERAL, TOPICS.labels(), TOPICS.decisions());
            broker.permit("viewer", READ, TOPIC, LITERAL, TOPICS.metrics());
            try (ConsoleFeed feed = feed(secured(broker))) {
                feed.start();
                Viewer viewer = feed.viewers().join().orElseThrow();

                String told = until(viewer, "\"topic\":\"feed.labels\",\"state\":\"forbidden\"");
                assertThat(told).contains("\"topic\":\"feed.metrics\",\"state\":\"read\"");
                assertThat(feed.problem()).isEmpty();

                broker.permit("viewer", READ, TOPIC, LITERAL, TOPICS.labels());
                until(viewer, "\"topic\":\"feed.labels\",\"state\":\"read\"");
            }
        }
    }

    private static ConsoleFeed feed(Map<String, Object> kafka) {
        return new ConsoleFeed(TOPICS, kafka, InstantSource.system(), System::nanoTime);
    }

    private static Map<String, Object> secured(SecuredBroker broker) {
        return new HashMap<>(Map.of(
                "bootstrap.servers",
                broker.server(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                broker.authority().toString(),
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"viewer\"" + " password=\""
                        + PASSWORD + "\";"));
    }

    private static void createTopics(String server) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", server))) {
            new TopicSetup(admin, TOPICS).create(TopicLayout.DEFAULT);
        }
    }

    private static String until(Viewer viewer, String part) throws InterruptedException {
        while (!viewer.closed()) {
            Optional<Viewer.Message> next = viewer.next(Duration.ofSeconds(1));
            if (next.isPresent() && next.get().json().contains(part)) {
                return next.get().json();
            }
        }
        throw new AssertionError("The viewer was let go of.");
    }
}
