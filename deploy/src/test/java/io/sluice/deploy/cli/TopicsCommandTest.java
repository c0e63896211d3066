package io.sluice.deploy.cli;

import static io.sluice.deploy.cli.KafkaCommandLine.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.schemas.Topics;
import org.apache.kafka.clients.admin.Config;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Topics made and shown on a real broker; each test under a prefix of its own. */
@ExtendWith(OwnKafka.class)
final class TopicsCommandTest {
    private KafkaCommandLine kafka;
    private Topics topics;

    @BeforeEach
    void nameTopics(KafkaCommandLine own) {
        kafka = own;
        topics = own.topics();
    }

    @Test
    void topicsAreCreatedOnceAndThenLeftAlone() throws Exception {
        JsonNode first = json(
                kafka.sluice("topics", "create", "--partitions", "3", "--json").out());
        Run.Result again = kafka.sluice("topics", "create", "--partitions", "4", "--json");

        assertThat(first)
                .hasSize(7)
                .allMatch(topic -> topic.get("state").asText().equals("CREATED"));
        assertThat(json(again.out()))
                .allMatch(topic -> topic.get("state").asText().equals("EXISTING"));
        assertThat(json(again.out()).findValues("partitions"))
                .map(JsonNode::asInt)
                .containsExactly(3, 3, 1, 1, 1, 1, 3);
        assertThat(again.err().lines())
                .containsExactly(
                        "Topic " + topics.frames() + " stays at the 3 partitions that it has; 4 were asked for.",
                        "Topic " + topics.labels() + " stays at the 3 partitions that it has; 4 were asked for.",
                        "Topic " + topics.events() + " stays at the 3 partitions that it has; 4 were asked for.");
    }

    @Test
    void framesAreBoundedInTimeAndSizeAndMayBeLarge() throws Exception {
        kafka.sluice("topics", "create", "--frame-retention", "10m", "--frame-retention-bytes", "64MiB");

        Config frames = kafka.configOf(topics.frames());
        assertThat(frames.get("retention.ms").value()).isEqualTo("600000");
        assertThat(frames.get("retention.bytes").value()).isEqualTo("67108864");
        assertThat(frames.get("segment.bytes").value()).isEqualTo("16777216");
        assertThat(frames.get("max.message.bytes").value()).isEqualTo("16777216");
    }

    @Test
    void moreCopiesThanBrokersAreRefusedInOneSentence() throws Exception {
        Run.Result run = kafka.sluice("topics", "create", "--replication", "2");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().startsWith("Kafka at " + kafka.bootstrapServers());
        assertThat(json(kafka.sluice("topics", "list", "--json").out()))
                .allMatch(topic -> topic.get("state").asText().equals("MISSING"));
    }

    @Test
    void theListCountsRecords() throws Exception {
        kafka.sluice("topics", "create");
        kafka.produce(answer("road", 0), answer("road", 1));

        assertThat(kafka.sluice("topics", "list").out().lines())
                .anyMatch(line -> line.matches(topics.labels() + " +existing +6 +1 +2"));
    }

    @Test
    void theBrokerCommandServesUntilItIsStopped() throws Exception {
        LineQueue out = new LineQueue();
        Run run = Run.start(out, "broker", "--port", "0", "--json");

        String server = json(out.next()).get("bootstrapServers").asText();
        Run.Result list = Run.of("topics", "list", "--bootstrap-server", server);
        run.stop();

        assertThat(list.status()).isZero();
        assertThat(run.status()).isZero();
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
