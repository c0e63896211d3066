package io.sluice.inference.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.deploy.bench.load.PausableRelay;
import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/**
 * A commit of which nobody knows what became of it, since the way to the broker hangs for longer than the producer's patience.
 * It stands here, beside the broker, in the package of the clients that it is about.
 */
class HungCommitTest {
    private static final String TOPIC = "answers";

    @Test
    void whoeverCannotConfirmACommitIsFencedAndTheNextBeginsWhenItIsDecided() throws Exception {
        try (PausableRelay relay = new PausableRelay();
                EmbeddedBroker broker = EmbeddedBroker.startBehind(BrokerSettings.temporary(), relay.port())) {
            relay.to(broker.port());
            String servers = broker.bootstrapServers();
            createTopic(servers);
            try (Producer<byte[], byte[]> first = producer(servers)) {
                first.initTransactions();
                first.beginTransaction();
                var sent = first.send(new ProducerRecord<>(TOPIC, new byte[1]));
                first.flush();
                assertThat(sent.get().offset()).isZero();

                relay.pause();
                assertThatThrownBy(first::commitTransaction).isInstanceOf(CommitFailedException.class);
                first.abortTransaction(); // as Kafka Streams does when it closes the tasks
            } // although nothing passes
            relay.resume();

            try (Producer<byte[], byte[]> second = producer(servers)) {
                second.initTransactions();
                second.beginTransaction();
                var unused = second.send(new ProducerRecord<>(TOPIC, new byte[2]));
                second.commitTransaction();
            }
        }
    }

    private static void createTopic(String servers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static Producer<byte[], byte[]> producer(String servers) {
        return new GuardedClients(new CommitGuard())
                .getProducer(Map.of(
                        "bootstrap.servers",
                        servers,
                        "transactional.id",
                        "same",
                        "enable.metrics.push",
                        "false",
                        "max.block.ms",
                        "2000"));
    }
}
