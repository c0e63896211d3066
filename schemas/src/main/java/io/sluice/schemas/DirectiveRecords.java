package io.sluice.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the records of the control topic. Not safe for concurrent use. */
public final class DirectiveRecords {
    private static final String SOMEBODY = "somebody who left no name";

    private final AvroCodec<Directive> codec = new AvroCodec<>(Directive.class);

    /**
     * What {@code found} says; whatever is text in it is one line each.
     *
     * @throws MalformedRecordException if its key is not one of a directive: nothing can have been asked for under it
     */
    public DirectiveRecord read(ConsumerRecord<byte[], byte[]> found) {
        DirectiveKey key = key(found);
        if (found.value() == null) {
            return new DirectiveRecord.Cleared(
                    key, DirectiveLimits.line(TakenBack.by(found.headers()).orElse(SOMEBODY)));
        }
        try {
            return new DirectiveRecord.Asked(key, directive(key, found.value()));
        } catch (MalformedRecordException | IllegalArgumentException e) {
            return new DirectiveRecord.Unreadable(key, DirectiveLimits.line(e.getMessage()));
        }
    }

    private static DirectiveKey key(ConsumerRecord<byte[], byte[]> found) {
        String key = found.key() == null ? "" : new String(found.key(), UTF_8);
        return DirectiveKey.parse(key)
                .orElseThrow(() -> new MalformedRecordException(
                        "Expected the key pin or weight/CAMERA, found '" + DirectiveLimits.line(key) + "'."));
    }

    private Directive directive(DirectiveKey key, byte[] value) {
        Directive directive = codec.decode(value);
        if (!DirectiveKey.of(directive).equals(Optional.of(key))) {
            throw new MalformedRecordException(
                    "Expected what belongs to its key, " + key.text() + ", and nothing else.");
        }
        if (directive.getPin() == null) {
            DirectiveLimits.weight(directive.getWeight().getWeight());
        } else {
            DirectiveLimits.pin(directive.getPin());
        }
        String by = DirectiveLimits.line(directive.getBy());
        return new Directive(directive.getAt(), by, directive.getPin(), directive.getWeight());
    }
}
