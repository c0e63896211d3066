package io.sluice.inference.stream;

import io.sluice.inference.control.Directive;
import io.sluice.schemas.DirectiveKey;
import io.sluice.schemas.MalformedRecordException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on what operators ask for on the control topic, on a thread of its own: first what is in force, then each change as it
 * comes. Every process reads all of the topic, in no group. What goes wrong in between is followed by reading all of it anew,
 * so that what was taken back meanwhile is noticed as well.
 */
final class DirectiveFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectiveFeed.class);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final String GONE = "the topic, which no longer has it";

    private final InferenceSettings settings;
    private final String topic;
    private final String servers;
    private final Consumer<Directive> sink;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final DirectiveRecords records = new DirectiveRecords();
    private final Set<DirectiveKey> inForce = new HashSet<>();
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private String said = "";

    /**
     * @param settings of the process
     * @param instance its id
     * @param kafka client properties
     * @param sink told of each directive, on the feed's thread; of some a second time
     */
    DirectiveFeed(InferenceSettings settings, String instance, Map<String, Object> kafka, Consumer<Directive> sink) {
        this.settings = settings;
        this.topic = settings.topics().control();
        this.servers = String.valueOf(kafka.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG));
        this.sink = sink;
        this.consumer =
                new KafkaConsumer<>(config(kafka, instance), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.thread = new Thread(this::run, "sluice-directives-" + instance);
        thread.setDaemon(true);
    }

    private static Map<String, Object> config(Map<String, Object> kafka, String instance) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "sluice-directives-" + instance);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // A topic that is made anew is read anew.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return config;
    }

    /** Begins to read. A Kafka that is not there, or has no such topic, is waited for. */
    void start() {
        thread.start();
    }

    /**
     * Completes, on the feed's thread, when all that is in force has been handed on; fails with an {@link InferenceException}
     * when no waiting would make the topic readable.
     */
    CompletableFuture<Void> caughtUp() {
        return caughtUp.copy();
    }

    /** Ends the thread, within seconds. */
    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.getState() == Thread.State.NEW) {
            closeConsumer();
        }
    }

    private void run() {
        while (!isClosing()) {
            try {
                readAnew();
                follow();
            } catch (WakeupException e) {
                LOG.debug("Woken up.");
            } catch (RuntimeException e) { // whatever it is, operators must be heard again
                failed(e);
            }
        }
        closeConsumer();
    }

    private void closeConsumer() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }

    private void readAnew() {
        List<TopicPartition> partitions = partitions();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<DirectiveKey, Directive> found = new LinkedHashMap<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            fold(consumer.poll(POLL), found);
        }
        for (DirectiveKey key : inForce) {
            found.putIfAbsent(key, DirectiveRecords.takenBack(key, GONE));
        }
        handOn(found);
        sayThatItIsRead();
        caughtUp.complete(null);
    }

    private List<TopicPartition> partitions() {
        List<PartitionInfo> found = consumer.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new KafkaException("Kafka at " + servers + " has no topic " + topic
                    + ": make it with 'sluice topics create'. Trying again.");
        }
        return found.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private void follow() {
        while (!isClosing()) {
            Map<DirectiveKey, Directive> found = new LinkedHashMap<>();
            fold(consumer.poll(POLL), found);
            handOn(found);
        }
    }

    /** The last of each key holds. */
    private void fold(ConsumerRecords<byte[], byte[]> polled, Map<DirectiveKey, Directive> found) {
        for (ConsumerRecord<byte[], byte[]> next : polled) {
            try {
                Directive directive = records.directive(next);
                found.put(DirectiveRecords.key(next), directive);
            } catch (MalformedRecordException e) {
                LOG.warn(
                        "Skipped the record at offset {} of partition {} of {}: {}",
                        next.offset(),
                        next.partition(),
                        next.topic(),
                        e.getMessage());
            }
        }
    }

    private void handOn(Map<DirectiveKey, Directive> found) {
        found.forEach((key, directive) -> {
            boolean asks = directive instanceof Directive.Pin || directive instanceof Directive.Weigh;
            var unused = asks ? inForce.add(key) : inForce.remove(key);
            sink.accept(directive);
        });
    }

    /** What ends one reading; another one follows. */
    private void failed(RuntimeException failure) {
        Diagnosis diagnosis = Diagnosis.of(failure, servers, settings.application());
        if (diagnosis.kind() == Diagnosis.Kind.LASTING && !caughtUp.isDone()) {
            caughtUp.completeExceptionally(new InferenceException(diagnosis.sentence(), failure));
            closing.countDown();
        }
        String text = String.valueOf(failure.getMessage());
        // Who watches the brokers tells that they do not answer.
        if (!isClosing() && !(failure instanceof TimeoutException) && !text.equals(said)) {
            said = text;
            LOG.warn("Directives of operators cannot be read; those that are known stay in force. {}", text);
        }
        pause();
    }

    private void sayThatItIsRead() {
        if (!said.isEmpty()) {
            LOG.info("Directives of operators are read from {}.", topic);
            said = "";
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void pause() {
        try {
            var unused = closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }
}
