package io.sluice.deploy.tail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.IndexedRecord;

/**
 * Avro records as JSON: fields under the names of the schema, in its order, those that are null too; enumerations as
 * their symbol; times in ISO-8601, UTC.
 */
public final class RecordJson {
    private final JsonFactory json = new JsonFactory();

    /** The record on one line, without its end. */
    public String line(IndexedRecord value) {
        StringWriter line = new StringWriter();
        try (JsonGenerator to = json.createGenerator(line)) {
            write(value, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private static void write(Object value, JsonGenerator to) throws IOException {
        if (value == null) {
            to.writeNull();
        } else if (value instanceof IndexedRecord fields) {
            writeFields(fields, to);
        } else if (value instanceof Map<?, ?> entries) {
            writeEntries(entries, to);
        } else if (value instanceof Collection<?> items) {
            writeItems(items, to);
        } else {
            writeScalar(value, to);
        }
    }

    private static void writeFields(IndexedRecord value, JsonGenerator to) throws IOException {
        to.writeStartObject();
        for (Field field : value.getSchema().getFields()) {
            to.writeFieldName(field.name());
            write(value.get(field.pos()), to);
        }
        to.writeEndObject();
    }

    private static void writeEntries(Map<?, ?> entries, JsonGenerator to) throws IOException {
        to.writeStartObject();
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            to.writeFieldName(entry.getKey().toString());
            write(entry.getValue(), to);
        }
        to.writeEndObject();
    }

    private static void writeItems(Collection<?> items, JsonGenerator to) throws IOException {
        to.writeStartArray();
        for (Object item : items) {
            write(item, to);
        }
        to.writeEndArray();
    }

    /** Whatever is no number and no truth value (texts, symbols, times) is what it prints as. */
    private static void writeScalar(Object value, JsonGenerator to) throws IOException {
        if (value instanceof Float number) {
            to.writeNumber(number);
        } else if (value instanceof Number number) {
            writeNumber(number, to);
        } else if (value instanceof Boolean truth) {
            to.writeBoolean(truth);
        } else {
            to.writeString(value.toString());
        }
    }

    private static void writeNumber(Number number, JsonGenerator to) throws IOException {
        if (number instanceof Double real) {
            to.writeNumber(real);
        } else {
            to.writeNumber(number.longValue());
        }
    }
}
