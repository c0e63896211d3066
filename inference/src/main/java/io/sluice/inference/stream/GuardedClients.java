package io.sluice.inference.stream;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The clients that Kafka Streams works with, made so that no commit passes the {@link CommitGuard}: the consumer's under
 * at-least-once, the producer's transaction under exactly-once.
 */
final class GuardedClients implements KafkaClientSupplier {
    private final CommitGuard guard;

    GuardedClients(CommitGuard guard) {
        this.guard = guard;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new GuardedProducer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new GuardedConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getRestoreConsumer(config);
    }

    private final class GuardedConsumer extends KafkaConsumer<byte[], byte[]> {
        GuardedConsumer(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            super.commitSync(guard.clamp(offsets));
        }

        @Override
        public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            super.commitSync(guard.clamp(offsets), timeout);
        }
    }

    /**
     * A commit that Kafka has not confirmed in time may still come about, with or without its offsets. Kafka Streams would go on
     * with the same producer, and its next commit would complete that transaction with the offsets of a task's next life: its
     * answers would stand, and be given again. So whoever owned the transaction is taken for fenced: the tasks begin anew, with a
     * producer of the same transactional id, before whose first transaction the coordinator ends this one, either way.
     */
    private final class GuardedProducer extends KafkaProducer<byte[], byte[]> {
        private boolean inDoubt;

        GuardedProducer(Map<String, Object> config) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
            confirmed(() -> super.sendOffsetsToTransaction(guard.clamp(offsets), groupMetadata));
        }

        @Override
        public void commitTransaction() {
            confirmed(super::commitTransaction);
        }

        private void confirmed(Runnable step) {
            try {
                step.run();
            } catch (TimeoutException e) {
                inDoubt = true;
                CommitFailedException doubt = new CommitFailedException("Kafka has not confirmed a commit in time.");
                doubt.initCause(e);
                throw doubt;
            }
        }

        /** Refused by Kafka's producer while it commits; what is in doubt is the coordinator's to end. */
        @Override
        public void abortTransaction() {
            if (!inDoubt) {
                super.abortTransaction();
            }
        }

        /** One in doubt would otherwise wait for a Kafka that may be away for hours. */
        @Override
        public void close() {
            if (inDoubt) {
                close(Duration.ZERO);
            } else {
                super.close();
            }
        }
    }
}
