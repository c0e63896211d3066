package io.sluice.deploy.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.deploy.topics.TopicLayout;
import io.sluice.deploy.topics.TopicSetup;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.CameraWeight;
import io.sluice.schemas.Directive;
import io.sluice.schemas.Setting;
import io.sluice.schemas.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Directives on a real broker. */
class ControlTopicTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final Setting DENSE = new Setting("tiny@abababababab", "none", "FLOAT32");
    private static final Setting REDUCED = new Setting("tiny@abababababab", "ppt:r=50", "INT8");

    private static EmbeddedBroker broker;
    private static Map<String, Object> kafka;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
        kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static ControlTopic topic(String prefix) {
        Topics topics = new Topics(prefix);
        try (Admin admin = Admin.create(kafka)) {
            new TopicSetup(admin, topics).create(TopicLayout.DEFAULT);
        }
        return new ControlTopic(kafka, topics, InstantSource.fixed(NOW));
    }

    @Test
    void theLastOfEachKeyIsInForceUntilItIsTakenBack() {
        ControlTopic control = topic("fold");
        assertThat(control.inForce().pin()).isEmpty();

        control.pin(REDUCED, "one");
        control.pin(DENSE, "two");
        control.weigh("yard", 0.5, "one");
        control.weigh("gate", 2, "one");
        control.weigh("gate", 3, "three");
        InForce asked = control.inForce();
        control.unpin("four");
        control.clearWeight("gate", "four");
        control.clearWeight("never-heard-of", "four");

        assertThat(asked.pin()).contains(new InForce.Pin(DENSE, "two", NOW));
        assertThat(asked.weights())
                .containsExactly(
                        new InForce.Weight("gate", 3, "three", NOW), new InForce.Weight("yard", 0.5, "one", NOW));
        assertThat(control.inForce().pin()).isEqualTo(Optional.empty());
        assertThat(control.inForce().weights()).containsExactly(new InForce.Weight("yard", 0.5, "one", NOW));
    }

    @Test
    void whatInstancesCannotReadIsNotInForce() {
        ControlTopic control = topic("foreign");
        control.weigh("gate", 3, "one");
        control.weigh("yard", 3, "one");
        control.weigh("dock", 3, "one");
        publish("weight/gate", new byte[] {1, 2});
        publish("weight/yard", heavy("yard"));
        publish("weight/\u001b[2J", heavy("\u001b[2J"));
        publish("nonsense", null);

        assertThat(control.inForce().weights()).containsExactly(new InForce.Weight("dock", 3, "one", NOW));
    }

    private static byte[] heavy(String camera) {
        return new AvroCodec<>(Directive.class)
                .encode(Directive.newBuilder()
                        .setAt(NOW)
                        .setBy("two")
                        .setWeight(new CameraWeight(camera, 1000.0))
                        .build());
    }

    private static void publish(String key, byte[] value) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            var sent = producer.send(new ProducerRecord<>(new Topics("foreign").control(), key.getBytes(UTF_8), value));
            producer.flush();
            assertThat(sent).isDone();
        }
    }

    @Test
    void whatCannotBeIsRefusedInOneSentence() {
        ControlTopic control = new ControlTopic(kafka, new Topics("refused"), InstantSource.fixed(NOW));

        assertThatThrownBy(() -> control.weigh("gate", 0, "one"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Expected a weight of 0.01 to 100, found 0.0.");
        assertThatThrownBy(() -> control.weigh("gate", Double.NaN, "one")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> control.weigh(" ", 1, "one")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> control.pin(new Setting("", "none", "INT8"), "one"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> control.unpin(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMissingTopicIsNamedAndNotMade() {
        ControlTopic control = new ControlTopic(kafka, new Topics("missing"), InstantSource.fixed(NOW));
        String sentence = "Topic missing.control does not exist: make it with 'sluice topics create'.";

        assertThatThrownBy(() -> control.unpin("one"))
                .isInstanceOf(OperatorException.class)
                .hasMessage(sentence);
        assertThatThrownBy(control::inForce)
                .isInstanceOf(OperatorException.class)
                .hasMessage(sentence);
    }
}
