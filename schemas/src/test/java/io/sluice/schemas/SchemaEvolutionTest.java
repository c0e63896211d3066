package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Versions of a contract live side by side while a system is upgraded: each must read the other. */
class SchemaEvolutionTest {
    private static final Instant AT = Instant.parse("2026-11-21T10:15:30.123456Z");

    /** The dead letter of a later version: one field more, which has a default as the rule demands. */
    private static Schema nextDeadLetter() {
        Schema today = DeadLetter.getClassSchema();
        Schema next = Schema.createRecord(today.getName(), today.getDoc(), today.getNamespace(), false);
        List<Schema.Field> fields = new ArrayList<>(today.getFields().stream()
                .map(field -> new Schema.Field(field, field.schema()))
                .toList());
        fields.add(new Schema.Field("severity", Schema.create(Schema.Type.STRING), "How bad.", "error"));
        next.setFields(fields);
        return next;
    }

    private static byte[] encoded(GenericRecord written) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), written.getSchema()).encode(written, bytes);
        return bytes.toByteArray();
    }

    @Test
    void aReaderOneVersionBehindStillReads() throws IOException {
        Schema next = nextDeadLetter();
        GenericRecord written = new GenericRecordBuilder(next)
                .set("topic", "sluice.frames")
                .set("partition", 2)
                .set("offset", 41L)
                .set("camera", "gate")
                .set("at", AT.toEpochMilli() * 1000)
                .set("valueBytes", 7L)
                .set("error", "torn")
                .set("severity", "warning")
                .build();
        byte[] bytes = encoded(written);

        DeadLetter read = new AvroCodec<>(DeadLetter.class, List.of(next)).decode(bytes);

        assertThat(read.getOffset()).isEqualTo(41);
        assertThat(read.getError()).isEqualTo("torn");
    }

    @Test
    void aReaderOneVersionAheadStillReads() throws IOException {
        byte[] bytes = new AvroCodec<>(DeadLetter.class)
                .encode(new DeadLetter("sluice.frames", 2, 41L, "gate", AT, 7L, "torn"));
        BinaryMessageDecoder<GenericRecord> ahead = new BinaryMessageDecoder<>(GenericData.get(), nextDeadLetter());
        ahead.addSchema(DeadLetter.getClassSchema());

        GenericRecord read = ahead.decode(bytes);

        assertThat(read.get("offset")).isEqualTo(41L);
        assertThat(read.get("severity")).hasToString("error");
    }

    @Test
    void aVersionThatTheReaderWasNotGivenIsNamedAsSuch() throws IOException {
        Schema next = nextDeadLetter();
        GenericRecord written = new GenericRecordBuilder(next)
                .set("topic", "sluice.frames")
                .set("partition", 2)
                .set("offset", 41L)
                .set("camera", "gate")
                .set("at", 0L)
                .set("valueBytes", 7L)
                .set("error", "torn")
                .build();
        byte[] bytes = new BinaryMessageEncoder<>(GenericData.get(), next)
                .encode(written)
                .array();

        assertThatThrownBy(() -> new AvroCodec<>(DeadLetter.class).decode(bytes))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("fingerprint");
    }

    static Stream<Schema> contracts() {
        return Stream.of(
                Frame.getClassSchema(),
                FrameLabels.getClassSchema(),
                ThroughputReport.getClassSchema(),
                Decision.getClassSchema(),
                DeadLetter.getClassSchema());
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void everyRecordAndFieldIsDocumented(Schema contract) {
        assertThat(undocumented(contract)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void theContractInTheJarIsTheOneThatTheClassWasMadeOf(Schema contract) throws IOException {
        Schema file = new Schema.Parser().parse(getClass().getResourceAsStream(contract.getName() + ".avsc"));

        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(contract, file)
                        .getType())
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        assertThat(file.getFields()).hasSameSizeAs(contract.getFields());
    }

    private static List<String> undocumented(Schema schema) {
        return switch (schema.getType()) {
            case RECORD ->
                Stream.concat(
                                Stream.of(schema)
                                        .filter(s -> s.getDoc() == null)
                                        .map(Schema::getFullName),
                                schema.getFields().stream()
                                        .flatMap(field -> Stream.concat(
                                                Stream.of(field)
                                                        .filter(f -> f.doc() == null)
                                                        .map(f -> schema.getName() + "." + f.name()),
                                                undocumented(field.schema()).stream())))
                        .toList();
            case UNION ->
                schema.getTypes().stream()
                        .flatMap(type -> undocumented(type).stream())
                        .toList();
            case ARRAY -> undocumented(schema.getElementType());
            case ENUM -> schema.getDoc() == null ? List.of(schema.getFullName()) : List.of();
            default -> List.of();
        };
    }
}
