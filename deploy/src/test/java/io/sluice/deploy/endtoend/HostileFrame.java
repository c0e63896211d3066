package io.sluice.deploy.endtoend;

import org.apache.kafka.common.utils.Bytes;

/**
 * A record for the frames topic, hostile or not.
 *
 * @param kind what is the matter with it, in a word or two
 * @param expected what must become of it
 * @param key of the record; may be null
 * @param value of the record; may be null
 */
record HostileFrame(String kind, Expected expected, Bytes key, Bytes value) {
    static final String GOOD = "good";

    /** What a record's answer must say. */
    enum Expected {
        LABELLED,
        REJECTED,
        /** Damage that may leave a picture: one answer, of whichever kind. */
        EITHER
    }

    static HostileFrame of(String kind, Expected expected, byte[] key, byte[] value) {
        return new HostileFrame(kind, expected, Bytes.wrap(key), Bytes.wrap(value));
    }

    /** Size of the value in bytes; 0 for none. */
    int valueBytes() {
        return value == null ? 0 : value.get().length;
    }
}
