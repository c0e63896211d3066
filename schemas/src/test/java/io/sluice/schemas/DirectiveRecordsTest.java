package io.sluice.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectiveRecordsTest {
    private static final DirectiveKey GATE = new DirectiveKey.Weight("gate");

    private final DirectiveRecords records = new DirectiveRecords();

    private DirectiveRecord read(String key, byte[] value) {
        return records.read(new ConsumerRecord<>("sluice.control", 0, 0, key.getBytes(UTF_8), value));
    }

    private static Directive.Builder asked() {
        return Directive.newBuilder().setAt(Instant.EPOCH).setBy("ann");
    }

    private static Directive weight(String camera, double weight) {
        return asked().setWeight(new CameraWeight(camera, weight)).build();
    }

    private static byte[] bytes(Directive directive) {
        return new AvroCodec<>(Directive.class).encode(directive);
    }

    @Test
    void whatIsWithinItsLimitsIsAskedFor() {
        assertThat(read("weight/gate", bytes(weight("gate", 0.01))))
                .isEqualTo(new DirectiveRecord.Asked(GATE, weight("gate", 0.01)));
        assertThat(read("weight/gate", bytes(weight("gate", 100))))
                .isEqualTo(new DirectiveRecord.Asked(GATE, weight("gate", 100)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0.0099, 100.5, Double.NaN, Double.POSITIVE_INFINITY})
    void aWeightBeyondItsLimitsCannotBeRead(double weight) {
        assertThat(read("weight/gate", bytes(weight("gate", weight))))
                .isEqualTo(new DirectiveRecord.Unreadable(
                        GATE, "Expected a weight of 0.01 to 100, found " + weight + "."));
    }

    @Test
    void whatDoesNotBelongToItsKeyCannotBeRead() {
        String reason = "Expected what belongs to its key, weight/gate, and nothing else.";

        assertThat(read("weight/gate", bytes(weight("yard", 1))))
                .isEqualTo(new DirectiveRecord.Unreadable(GATE, reason));
        assertThat(read("weight/gate", bytes(asked().build()))).isEqualTo(new DirectiveRecord.Unreadable(GATE, reason));
        assertThat(read("weight/gate", new byte[] {1, 2})).isInstanceOf(DirectiveRecord.Unreadable.class);
    }

    @Test
    void aPinWithoutAModelCannotBeRead() {
        assertThat(read(
                        "pin",
                        bytes(asked().setPin(new Setting("", "none", "INT8")).build())))
                .isEqualTo(new DirectiveRecord.Unreadable(
                        new DirectiveKey.Pin(),
                        "Expected a model of 1 to 1024 characters, none of them a control character, found ''."));
    }

    @Test
    void aCameraThatWouldSteerATerminalOrIsTooLongIsNone() {
        assertThatThrownBy(() -> read("weight/\u001b[2Jgate", null))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("Expected the key pin or weight/CAMERA, found 'weight/ [2Jgate'.");
        assertThatThrownBy(() -> read("weight/\u009b2J", null)).isInstanceOf(MalformedRecordException.class);
        assertThatThrownBy(() -> read("weight/" + "g".repeat(1025), null)).isInstanceOf(MalformedRecordException.class);
        assertThatThrownBy(() -> read("weight/", null)).isInstanceOf(MalformedRecordException.class);
        assertThat(read("weight/" + "g".repeat(1024), null).key()).isInstanceOf(DirectiveKey.Weight.class);
    }

    @Test
    void whoAskedIsOneLine() {
        byte[] lines = bytes(asked().setBy("ann\nERROR all is lost")
                .setWeight(new CameraWeight("gate", 1.0))
                .build());

        assertThat(read("weight/gate", lines))
                .isInstanceOfSatisfying(
                        DirectiveRecord.Asked.class,
                        asked -> assertThat(asked.directive().getBy()).isEqualTo("ann ERROR all is lost"));
        assertThat(read("weight/gate", null)).isEqualTo(new DirectiveRecord.Cleared(GATE, "somebody who left no name"));
    }

    @Test
    void soManyCamerasMayHaveAWeightAndNoMore() {
        DirectiveFold fold = new DirectiveFold();
        for (int camera = 0; camera < DirectiveLimits.MOST_CAMERAS; camera++) {
            String name = "camera-" + camera;
            assertThat(fold.add(new DirectiveRecord.Asked(new DirectiveKey.Weight(name), weight(name, 1))))
                    .isTrue();
        }
        DirectiveRecord.Asked gate = new DirectiveRecord.Asked(GATE, weight("gate", 1));
        DirectiveKey first = new DirectiveKey.Weight("camera-0");

        assertThat(fold.add(gate)).isFalse();
        assertThat(fold.add(new DirectiveRecord.Asked(first, weight("camera-0", 2))))
                .isTrue();
        assertThat(fold.add(new DirectiveRecord.Asked(new DirectiveKey.Pin(), asked().build())))
                .isTrue();
        assertThat(fold.add(new DirectiveRecord.Unreadable(first, "It is no directive.")))
                .isTrue();
        assertThat(fold.add(gate)).isTrue();
        assertThat(fold.inForce())
                .hasSize(DirectiveLimits.MOST_CAMERAS + 1)
                .containsKey(GATE)
                .doesNotContainKey(first);
    }
}
