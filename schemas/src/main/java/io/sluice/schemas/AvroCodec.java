package io.sluice.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Turns one kind of record into bytes and back, in Avro's single-object encoding: a two-byte marker, the 64-bit
 * fingerprint of the writer's schema, the record. No registry is asked: a reader must have been given every writer's
 * schema that it is to understand, and resolves it against its own by Avro's rules.
 *
 * <p>Avro's own decoder of this encoding believes a length that damaged bytes state, and allocates it; this one reads from
 * the array, where a length beyond its end is seen first.
 *
 * <p>Not safe for concurrent use: the encoder and decoder keep buffers.
 *
 * @param <T> a class generated from a schema of this package
 */
public final class AvroCodec<T extends SpecificRecord> {
    /** Two bytes of marker, eight of fingerprint. */
    private static final int HEADER_BYTES = 10;

    private static final short MARKER = (short) 0xC301;

    private final Schema schema;
    private final BinaryMessageEncoder<T> encoder;
    private final Map<Long, SpecificDatumReader<T>> readers = new HashMap<>();
    private BinaryDecoder decoder;

    /** A codec for records written with {@code type}'s own schema. */
    public AvroCodec(Class<T> type) {
        this(type, List.of());
    }

    /**
     * A codec that also reads records of other versions.
     *
     * @param type the class to read into and write from
     * @param otherWriters schemas of older or newer versions of {@code type}, as in their {@code .avsc} files
     */
    public AvroCodec(Class<T> type, List<Schema> otherWriters) {
        ContractData data = new ContractData();
        schema = data.getSchema(type);
        // Its buffer is used again by each record, which encode() copies out of it at its exact size.
        encoder = new BinaryMessageEncoder<>(data, schema, false);
        addReader(schema, data);
        otherWriters.forEach(writer -> addReader(writer, data));
    }

    /** The record in single-object encoding. */
    public byte[] encode(T value) {
        try {
            ByteBuffer encoded = encoder.encode(value);
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The record that {@code bytes} hold.
     *
     * @throws MalformedRecordException if they are no such record, or were written with a schema unknown here
     */
    public T decode(byte[] bytes) {
        return decode(bytes, null);
    }

    /**
     * Like {@link #decode(byte[])}, into an existing record whose buffers are used again where they are large enough.
     *
     * @param reuse overwritten, whether or not decoding succeeds; null for a new record
     */
    public T decode(byte[] bytes, T reuse) {
        if (bytes == null) {
            throw new MalformedRecordException("Expected a " + schema.getName() + ", found a record without a value.");
        }
        SpecificDatumReader<T> reader = reader(bytes);
        decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, decoder);
        try {
            return reader.read(reuse, decoder);
        } catch (IOException
                | AvroRuntimeException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | UnsupportedOperationException e) {
            // The last three: what Avro's decoder lets through when lengths inside the bytes are nonsense.
            throw malformed(bytes, String.valueOf(e.getMessage()), e);
        }
    }

    private void addReader(Schema writer, ContractData data) {
        readers.put(SchemaNormalization.parsingFingerprint64(writer), new SpecificDatumReader<>(writer, schema, data));
    }

    private SpecificDatumReader<T> reader(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || ByteBuffer.wrap(bytes).getShort() != MARKER) {
            throw malformed(bytes, "they do not begin with its marker and a fingerprint", null);
        }
        long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(Short.BYTES);
        SpecificDatumReader<T> reader = readers.get(fingerprint);
        if (reader == null) {
            throw malformed(bytes, "the fingerprint " + Long.toHexString(fingerprint) + " is of no known schema", null);
        }
        return reader;
    }

    private MalformedRecordException malformed(byte[] bytes, String why, Exception cause) {
        return new MalformedRecordException(
                "Expected a " + schema.getName() + " in Avro single-object encoding, found " + bytes.length
                        + " bytes that are not: " + why + ".",
                cause);
    }
}
