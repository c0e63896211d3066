package io.sluice.schemas;

import org.apache.kafka.common.header.Headers;

/**
 * The headers that Kafka Streams gives the records of its own dead-letter queues (KIP-1034), so that tools made for those
 * find their way from a {@link DeadLetter} too. All values are text. Unlike Kafka Streams' own records, a dead letter has
 * neither the value nor the headers of the record that it points at, which may be megabytes of anything.
 */
public final class DeadLetterHeaders {
    /** Class of the failure. */
    public static final String EXCEPTION = "__streams.errors.exception";
    /** One sentence. */
    public static final String MESSAGE = "__streams.errors.message";
    /** Class and sentence: where in the program a record was found to be bad tells nothing about it. */
    public static final String STACK_TRACE = "__streams.errors.stacktrace";
    /** Topic of the record. */
    public static final String TOPIC = "__streams.errors.topic";
    /** Partition of the record, a decimal number. */
    public static final String PARTITION = "__streams.errors.partition";
    /** Offset of the record, a decimal number. */
    public static final String OFFSET = "__streams.errors.offset";

    private static final String MALFORMED = MalformedRecordException.class.getName();

    private DeadLetterHeaders() {}

    /** Adds the headers that go with {@code letter}. */
    public static void addTo(Headers headers, DeadLetter letter) {
        headers.add(new TextHeader(EXCEPTION, MALFORMED))
                .add(new TextHeader(MESSAGE, letter.getError()))
                .add(new TextHeader(STACK_TRACE, MALFORMED + ": " + letter.getError()))
                .add(new TextHeader(TOPIC, letter.getTopic()))
                .add(new TextHeader(PARTITION, String.valueOf(letter.getPartition())))
                .add(new TextHeader(OFFSET, String.valueOf(letter.getOffset())));
    }
}
