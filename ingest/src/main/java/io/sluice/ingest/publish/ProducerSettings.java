package io.sluice.ingest.publish;

import static org.apache.kafka.clients.producer.ProducerConfig.ACKS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.BATCH_SIZE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.BOOTSTRAP_SERVERS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.BUFFER_MEMORY_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.CLIENT_ID_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.COMPRESSION_TYPE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.MAX_BLOCK_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.MAX_REQUEST_SIZE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.TRANSACTIONAL_ID_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How frames go to Kafka: idempotent, acknowledged by all replicas, uncompressed (they are JPEG). The user's properties
 * override everything but what the promises of ingest rest on, which they may not contradict.
 *
 * @param user what the user configured, such as bootstrap servers and security
 * @param bufferBytes what all cameras together may hold
 */
public record ProducerSettings(Map<String, Object> user, long bufferBytes) {
    private static final Map<String, String> FIXED = Map.of(
            ACKS_CONFIG, "all",
            ENABLE_IDEMPOTENCE_CONFIG, "true",
            PARTITIONER_IGNORE_KEYS_CONFIG, "false");
    private static final Set<String> OURS =
            Set.of(KEY_SERIALIZER_CLASS_CONFIG, VALUE_SERIALIZER_CLASS_CONFIG, TRANSACTIONAL_ID_CONFIG);

    private static final long KAFKA_DEFAULT_BUFFER_BYTES = 32L << 20;

    /** Several frames of a camera, or of cameras that share a partition, in one request; unless the user says otherwise. */
    public static final int BATCH_BYTES = 128 * 1024;

    /** A frame of 4K at quality 95 has 4 MiB; the broker's message.max.bytes must allow it too. */
    private static final int MAX_REQUEST_BYTES = 8 << 20;

    /** How long one attempt to reach the broker lasts before it is reported. */
    private static final int REPORT_AFTER_MILLIS = 5000;

    public ProducerSettings {
        user = Map.copyOf(user);
        for (Map.Entry<String, Object> property : user.entrySet()) {
            requireNoConflict(property.getKey(), property.getValue().toString());
        }
        if (!user.containsKey(BOOTSTRAP_SERVERS_CONFIG)) {
            throw new PublishException("Kafka property bootstrap.servers is missing: expected host:port.");
        }
    }

    private static void requireNoConflict(String key, String given) {
        if (OURS.contains(key)) {
            throw new PublishException("Kafka property " + key + " is set to '" + given
                    + "': expected it to be absent, ingest sets its own.");
        }
        String needed = FIXED.getOrDefault(key, given);
        boolean sameAcks = key.equals(ACKS_CONFIG) && given.equals("-1");
        if (!given.equalsIgnoreCase(needed) && !sameAcks) {
            throw new PublishException("Kafka property " + key + " is '" + given + "': expected '" + needed
                    + "', or frames could be lost, doubled or out of order.");
        }
    }

    /** Everything that Kafka's producer is given. */
    Map<String, Object> toProperties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(CLIENT_ID_CONFIG, "sluice-ingest");
        properties.put(COMPRESSION_TYPE_CONFIG, "none");
        properties.put(BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        properties.put(MAX_BLOCK_MS_CONFIG, REPORT_AFTER_MILLIS);
        // Room for all cameras' frames, so that send() never waits for one camera's partition on behalf of another.
        properties.put(BUFFER_MEMORY_CONFIG, Math.max(KAFKA_DEFAULT_BUFFER_BYTES, 2 * bufferBytes));
        // An outage, however long, is waited out; how much waits meanwhile is bounded, and shed where that is the
        // policy.
        properties.put(DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        properties.putAll(user);
        properties.putAll(FIXED);
        properties.put(KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        properties.put(VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return properties;
    }

    /**
     * A producer; does not wait for the broker.
     *
     * @throws PublishException if a property is wrong
     */
    public Producer<String, byte[]> newProducer() {
        try {
            return new KafkaProducer<>(toProperties());
        } catch (KafkaException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new PublishException("Kafka cannot be used as configured: " + reason.getMessage() + ".", e);
        }
    }

    /** Without the values, among which may be passwords. */
    @Override
    public String toString() {
        return "ProducerSettings[" + user.keySet() + ", " + bufferBytes + " bytes]";
    }
}
