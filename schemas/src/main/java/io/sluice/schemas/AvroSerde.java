package io.sluice.schemas;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * {@link AvroCodec} as Kafka knows it. A null record is a null value. Like the clients that use them, its serializer and
 * deserializer belong to one thread at a time.
 *
 * @param <T> a class generated from a schema of this package
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {
    private final AvroCodec<T> codec;

    /** A serde for records written with {@code type}'s own schema. */
    public AvroSerde(Class<T> type) {
        this(new AvroCodec<>(type));
    }

    public AvroSerde(AvroCodec<T> codec) {
        this.codec = codec;
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> value == null ? null : codec.encode(value);
    }

    /** Throws {@link MalformedRecordException} on anything but a record of this kind. */
    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> bytes == null ? null : codec.decode(bytes);
    }
}
