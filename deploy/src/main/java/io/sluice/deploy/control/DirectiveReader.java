package io.sluice.deploy.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.Directive;
import io.sluice.schemas.DirectiveKey;
import io.sluice.schemas.MalformedRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the topic of directives once, from its beginning to where it ends now. */
final class DirectiveReader {
    private final Consumer<byte[], byte[]> consumer;
    private final AvroCodec<Directive> codec = new AvroCodec<>(Directive.class);
    private final Map<String, Directive> byKey = new TreeMap<>();

    /** @param consumer without subscription; stays the caller's to close */
    DirectiveReader(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    InForce read(String topic) {
        List<TopicPartition> partitions = ControlClients.partitions(consumer, topic);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        ControlClients.readToEnd(consumer, this::fold);
        return inForce();
    }

    private void fold(ConsumerRecord<byte[], byte[]> found) {
        String key = found.key() == null ? "" : new String(found.key(), UTF_8);
        if (found.value() == null) {
            byKey.remove(key);
        } else {
            decoded(found.value())
                    .filter(directive -> DirectiveKey.of(directive).equals(DirectiveKey.parse(key)))
                    .ifPresent(directive -> byKey.put(key, directive));
        }
    }

    private Optional<Directive> decoded(byte[] value) {
        try {
            return Optional.of(codec.decode(value));
        } catch (MalformedRecordException e) {
            return Optional.empty();
        }
    }

    private InForce inForce() {
        Optional<InForce.Pin> pin = Optional.ofNullable(byKey.get(DirectiveKey.PIN))
                .map(found -> new InForce.Pin(found.getPin(), found.getBy(), found.getAt()));
        List<InForce.Weight> weights = new ArrayList<>();
        for (Directive found : byKey.values()) {
            if (found.getWeight() != null) {
                weights.add(new InForce.Weight(
                        found.getWeight().getCamera(), found.getWeight().getWeight(), found.getBy(), found.getAt()));
            }
        }
        return new InForce(pin, weights);
    }
}
