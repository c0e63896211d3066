package io.sluice.inference.stream;

import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.DeadLetter;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Topics;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.BytesDeserializer;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * Frames in, one answer each out: source, {@link InferenceProcessor}, and a sink that puts labels and dead letters on their
 * topics. Keys and values enter as bytes, so that a foreign record reaches the processor and gets its answer like any other.
 */
final class InferenceTopology {
    private static final String FRAMES = "frames";
    private static final String INFERENCE = "inference";

    /** Kafka Streams dies of a negative timestamp; a record without one is answered like any other. */
    private static final TimestampExtractor NEVER_NEGATIVE = (record, partitionTime) -> Math.max(0, record.timestamp());

    private final Topics topics;

    InferenceTopology(Topics topics) {
        this.topics = topics;
    }

    Topology build(ProcessorSupplier<Bytes, byte[], Bytes, SpecificRecord> processors) {
        TopicNameExtractor<Bytes, SpecificRecord> topicOf =
                (key, value, context) -> value instanceof DeadLetter ? topics.deadLetters() : topics.labels();
        return new Topology()
                .addSource(
                        AutoOffsetReset.earliest(),
                        FRAMES,
                        NEVER_NEGATIVE,
                        new BytesDeserializer(),
                        new ByteArrayDeserializer(),
                        topics.frames())
                .addProcessor(INFERENCE, processors, FRAMES)
                .addSink("answers", topicOf, new BytesSerializer(), new AnswerSerializer(), INFERENCE);
    }

    /** Writes either kind of answer record. Like its sink, it belongs to one stream thread. */
    private static final class AnswerSerializer implements Serializer<SpecificRecord> {
        private final AvroCodec<FrameLabels> labels = new AvroCodec<>(FrameLabels.class);
        private final AvroCodec<DeadLetter> deadLetters = new AvroCodec<>(DeadLetter.class);

        @Override
        public byte[] serialize(String topic, SpecificRecord value) {
            return value instanceof DeadLetter deadLetter
                    ? deadLetters.encode(deadLetter)
                    : labels.encode((FrameLabels) value);
        }
    }
}
