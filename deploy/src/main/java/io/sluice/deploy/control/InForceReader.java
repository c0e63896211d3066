package io.sluice.deploy.control;

import io.sluice.schemas.Directive;
import io.sluice.schemas.DirectiveFold;
import io.sluice.schemas.DirectiveRecords;
import io.sluice.schemas.MalformedRecordException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the topic of directives once, from its beginning to where it ends now. */
final class InForceReader {
    private final Consumer<byte[], byte[]> consumer;
    private final DirectiveRecords records = new DirectiveRecords();
    private final DirectiveFold fold = new DirectiveFold();

    /** @param consumer without subscription; stays the caller's to close */
    InForceReader(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    InForce read(String topic) {
        List<TopicPartition> partitions = ControlClients.partitions(consumer, topic);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        ControlClients.readToEnd(consumer, this::add);
        return new InForce(pin(), weights());
    }

    private void add(ConsumerRecord<byte[], byte[]> next) {
        try {
            // What there is no room for, instances have no room for either.
            var unused = fold.add(records.read(next));
        } catch (MalformedRecordException e) {
            // No directive: instances skip it, and say so.
        }
    }

    private Optional<InForce.Pin> pin() {
        return fold.inForce().values().stream()
                .filter(asked -> asked.getPin() != null)
                .map(asked -> new InForce.Pin(asked.getPin(), asked.getBy(), asked.getAt()))
                .findFirst();
    }

    private List<InForce.Weight> weights() {
        return fold.inForce().values().stream()
                .filter(asked -> asked.getWeight() != null)
                .map(InForceReader::weight)
                .sorted(Comparator.comparing(InForce.Weight::camera))
                .toList();
    }

    private static InForce.Weight weight(Directive asked) {
        return new InForce.Weight(
                asked.getWeight().getCamera(), asked.getWeight().getWeight(), asked.getBy(), asked.getAt());
    }
}
