package io.sluice.inference.stream;

import io.sluice.inference.control.Directive;
import io.sluice.schemas.DirectiveFold;
import io.sluice.schemas.DirectiveKey;
import io.sluice.schemas.DirectiveRecord;
import io.sluice.schemas.DirectiveRecords;
import io.sluice.schemas.MalformedRecordException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control topic, all of which every process reads, in no group. Knows what is in force, so that what a second reading does
 * not find any more is taken back. Not safe for concurrent use, but for {@link #wakeUp}.
 */
final class DirectiveLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectiveLog.class);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int ANSWER_MILLIS = 10_000;

    /** Ten seconds of them: a partition that has told where it ends, and then sends nothing, has lost its leader. */
    private static final int MOST_EMPTY = 10;

    private static final String GONE = "the topic, which no longer has it";
    private static final String UNREADABLE = "a record that cannot be read";

    private final Consumer<byte[], byte[]> consumer;
    private final InferenceSettings settings;
    private final String servers;
    private final DirectiveRecords records = new DirectiveRecords();
    private final RareWarning malformed;
    private final RareWarning tooMany;
    private DirectiveFold fold = new DirectiveFold();
    private boolean reached;

    /**
     * @param consumer owned from now on
     * @param servers where Kafka is said to be
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    DirectiveLog(Consumer<byte[], byte[]> consumer, InferenceSettings settings, String servers, LongSupplier nanoTime) {
        this.consumer = consumer;
        this.settings = settings;
        this.servers = servers;
        this.malformed = new RareWarning(LOG::warn, nanoTime);
        this.tooMany = new RareWarning(LOG::warn, nanoTime);
    }

    /** With a consumer of its own. */
    static DirectiveLog of(
            InferenceSettings settings, String instance, Map<String, Object> kafka, LongSupplier nanoTime) {
        return new DirectiveLog(
                new KafkaConsumer<>(config(kafka, instance), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                settings,
                String.valueOf(kafka.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)),
                nanoTime);
    }

    private static Map<String, Object> config(Map<String, Object> kafka, String instance) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "sluice-directives-" + instance);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // A topic that is made anew is read anew.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        // What does not answer within that is told of, and asked again.
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS / 2);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return config;
    }

    /** Name of the topic. */
    String topic() {
        return settings.topics().control();
    }

    /** Whether a broker has ever told something of the topic, or that there is none. */
    boolean isReached() {
        return reached;
    }

    /** What a failure of reading means. */
    Diagnosis diagnosis(Throwable failure) {
        return Diagnosis.of(failure, servers, settings.application());
    }

    /** Reads the topic from its beginning to where it ends now: what is asked for, and what is no longer. */
    List<Directive> readAnew() {
        List<TopicPartition> partitions = partitions();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        DirectiveFold anew = new DirectiveFold();
        Map<DirectiveKey, Directive> found = new LinkedHashMap<>();
        try {
            readToEnd(partitions, anew, found);
        } catch (TimeoutException e) {
            throw new KafkaException(
                    "Kafka at " + servers + " does not answer about " + topic()
                            + ", one of whose partitions may have no leader: " + e.getMessage(),
                    e);
        }
        for (DirectiveKey key : fold.inForce().keySet()) {
            if (!anew.inForce().containsKey(key)) {
                found.putIfAbsent(key, takenBack(key, GONE));
            }
        }
        fold = anew;
        return List.copyOf(found.values());
    }

    /** What has come since, within a second. */
    List<Directive> poll() {
        Map<DirectiveKey, Directive> found = new LinkedHashMap<>();
        take(consumer.poll(POLL), fold, found);
        return List.copyOf(found.values());
    }

    /** Ends what another thread waits for with a {@link org.apache.kafka.common.errors.WakeupException}. */
    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }

    private List<TopicPartition> partitions() {
        List<PartitionInfo> found = consumer.partitionsFor(topic());
        reached = true;
        if (found == null || found.isEmpty()) {
            throw new KafkaException("Kafka at " + servers + " has no topic " + topic()
                    + ": make it with 'sluice topics create'. Trying again.");
        }
        return found.stream()
                .map(info -> new TopicPartition(topic(), info.partition()))
                .toList();
    }

    private void readToEnd(List<TopicPartition> partitions, DirectiveFold anew, Map<DirectiveKey, Directive> found) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        int empty = 0;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            take(polled, anew, found);
            empty = polled.isEmpty() ? empty + 1 : 0;
            if (empty == MOST_EMPTY) {
                throw new TimeoutException("no more records came.");
            }
        }
    }

    /** The last of each key holds. */
    private void take(ConsumerRecords<byte[], byte[]> polled, DirectiveFold into, Map<DirectiveKey, Directive> found) {
        for (ConsumerRecord<byte[], byte[]> next : polled) {
            try {
                take(read(next), into, found);
            } catch (MalformedRecordException e) {
                malformed.warn(() -> "Skipped the record " + place(next) + ": " + e.getMessage());
            }
        }
    }

    private DirectiveRecord read(ConsumerRecord<byte[], byte[]> next) {
        DirectiveRecord read = records.read(next);
        if (read instanceof DirectiveRecord.Unreadable unreadable) {
            malformed.warn(() -> "The record " + place(next) + " takes back what its key, "
                    + read.key().text() + ", asked for: " + unreadable.reason());
        }
        return read;
    }

    private void take(DirectiveRecord next, DirectiveFold into, Map<DirectiveKey, Directive> found) {
        boolean wasInForce = fold.inForce().containsKey(next.key());
        if (!into.add(next)) {
            tooMany.warn(() -> "Passed over the weight of a camera: as many have one as may, "
                    + into.inForce().size() + ".");
        } else if (into.inForce().containsKey(next.key()) || wasInForce) {
            found.put(next.key(), directive(next));
        } else {
            found.remove(next.key());
        }
    }

    private static Directive directive(DirectiveRecord next) {
        if (next instanceof DirectiveRecord.Asked asked) {
            return directive(asked.directive());
        }
        return takenBack(next.key(), next instanceof DirectiveRecord.Cleared cleared ? cleared.by() : UNREADABLE);
    }

    private static Directive directive(io.sluice.schemas.Directive asked) {
        io.sluice.schemas.Setting pin = asked.getPin();
        return pin == null
                ? new Directive.Weigh(
                        asked.getWeight().getCamera(), asked.getWeight().getWeight(), asked.getBy())
                : new Directive.Pin(
                        new Directive.PointName(pin.getModel(), pin.getReducer(), pin.getPrecision()), asked.getBy());
    }

    private static Directive takenBack(DirectiveKey key, String by) {
        return key instanceof DirectiveKey.Weight weight
                ? new Directive.ClearWeight(weight.camera(), by)
                : new Directive.Unpin(by);
    }

    private static String place(ConsumerRecord<?, ?> next) {
        return "at offset " + next.offset() + " of partition " + next.partition() + " of " + next.topic();
    }
}
