package io.sluice.deploy.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.deploy.OperatorException;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.CameraWeight;
import io.sluice.schemas.CloudEventHeaders;
import io.sluice.schemas.Directive;
import io.sluice.schemas.DirectiveKey;
import io.sluice.schemas.DirectiveLimits;
import io.sluice.schemas.Setting;
import io.sluice.schemas.TakenBack;
import io.sluice.schemas.Topics;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topic on which operators ask all inference instances for something. What was asked for holds until it is taken back,
 * for instances that start later, too. Each call makes its own clients, returns when all replicas have the record, and takes
 * some twenty seconds at most. Safe for concurrent use.
 *
 * <p>Failures of the cluster are Kafka's own {@link KafkaException}s; a missing topic is an {@link OperatorException}; a
 * value that cannot be is an {@link IllegalArgumentException} with one sentence.
 */
public final class ControlTopic {
    private final Map<String, Object> kafka;
    private final String topic;
    private final InstantSource clock;

    /**
     * @param kafka client properties
     * @param topics names of the topics
     * @param clock the time of day
     */
    public ControlTopic(Map<String, Object> kafka, Topics topics, InstantSource clock) {
        this.kafka = Map.copyOf(kafka);
        this.topic = topics.control();
        this.clock = clock;
    }

    /**
     * Asks that every instance whose ladder has {@code point} serve every frame at it.
     *
     * @param point reducer spec in canonical form, precision and model as in labels and decisions
     * @param by who asks, such as {@code console at 10.0.0.7}
     */
    public void pin(Setting point, String by) {
        ask(
                new DirectiveKey.Pin(),
                directive(by).setPin(DirectiveLimits.pin(point)).build());
    }

    /** Takes the pin back, so that load decides again; does no harm where there is none. */
    public void unpin(String by) {
        takeBack(new DirectiveKey.Pin(), by);
    }

    /**
     * Asks that {@code camera} weigh so much when frames must give way.
     *
     * @param camera id within its {@linkplain DirectiveLimits#camera limits}
     * @param weight within its {@linkplain DirectiveLimits#weight limits}
     * @param by who asks
     */
    public void weigh(String camera, double weight, String by) {
        CameraWeight asked = new CameraWeight(camera, DirectiveLimits.weight(weight));
        ask(new DirectiveKey.Weight(camera), directive(by).setWeight(asked).build());
    }

    /** Lets {@code camera} weigh again what its policy says; does no harm where nothing else was asked for. */
    public void clearWeight(String camera, String by) {
        takeBack(new DirectiveKey.Weight(camera), by);
    }

    /** All that is in force, as instances read it. */
    public InForce inForce() {
        try (Consumer<byte[], byte[]> consumer = ControlClients.consumer(kafka)) {
            return new InForceReader(consumer).read(topic);
        }
    }

    private Directive.Builder directive(String by) {
        return Directive.newBuilder().setAt(clock.instant()).setBy(DirectiveLimits.name("who asks", by));
    }

    private void ask(DirectiveKey key, Directive directive) {
        publish(key, directive.getBy(), new AvroCodec<>(Directive.class).encode(directive));
    }

    private void takeBack(DirectiveKey key, String by) {
        publish(key, DirectiveLimits.name("who asks", by), null);
    }

    private void publish(DirectiveKey key, String by, byte[] value) {
        requireTopic();
        ProducerRecord<byte[], byte[]> directive =
                new ProducerRecord<>(topic, null, clock.millis(), key.text().getBytes(UTF_8), value);
        new CloudEventHeaders("/sluice/operators")
                .addTo(directive.headers(), Directive.class, UUID.randomUUID().toString(), clock.instant());
        TakenBack.addTo(directive.headers(), by);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                ControlClients.producer(kafka), new ByteArraySerializer(), new ByteArraySerializer())) {
            await(producer.send(directive));
        }
    }

    /** A broker may make a topic that is written to, and would not make it compacted. */
    private void requireTopic() {
        try (Consumer<byte[], byte[]> consumer = ControlClients.consumer(kafka)) {
            var unused = ControlClients.partitions(consumer, topic);
        }
    }

    private static void await(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
    }
}
