package io.sluice.inference.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.inference.control.Directive;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.DirectiveKey;
import io.sluice.schemas.MalformedRecordException;
import io.sluice.schemas.Setting;
import io.sluice.schemas.TakenBack;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads what operators ask for out of records. Not safe for concurrent use. */
final class DirectiveRecords {
    private static final int LONGEST_NAME = 200;

    /** What would break a line of the log. */
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private static final String SOMEBODY = "somebody who left no name";

    private final AvroCodec<io.sluice.schemas.Directive> codec = new AvroCodec<>(io.sluice.schemas.Directive.class);

    /** What the record is about. @throws MalformedRecordException if that is nothing known */
    static DirectiveKey key(ConsumerRecord<byte[], byte[]> found) {
        String key = found.key() == null ? "" : new String(found.key(), UTF_8);
        return DirectiveKey.parse(key)
                .orElseThrow(() -> new MalformedRecordException(
                        "Expected the key pin or weight/CAMERA, found '" + oneLine(key) + "'."));
    }

    /**
     * What is asked for; a record without a value takes back.
     *
     * @throws MalformedRecordException if it is no directive, or stands under the key of another one
     */
    Directive directive(ConsumerRecord<byte[], byte[]> found) {
        DirectiveKey key = key(found);
        if (found.value() == null) {
            return takenBack(key, oneLine(TakenBack.by(found.headers()).orElse(SOMEBODY)));
        }
        io.sluice.schemas.Directive asked = codec.decode(found.value());
        if (!DirectiveKey.of(asked).equals(Optional.of(key))) {
            throw new MalformedRecordException(
                    "Expected what belongs to its key, " + oneLine(key.text()) + ", and nothing else.");
        }
        String by = oneLine(asked.getBy());
        return asked.getPin() == null ? weight(asked.getWeight(), by) : new Directive.Pin(name(asked.getPin()), by);
    }

    /** What takes back that which {@code key} is about. */
    static Directive takenBack(DirectiveKey key, String by) {
        return key instanceof DirectiveKey.Weight weight
                ? new Directive.ClearWeight(weight.camera(), by)
                : new Directive.Unpin(by);
    }

    private static Directive weight(io.sluice.schemas.CameraWeight asked, String by) {
        try {
            return new Directive.Weigh(asked.getCamera(), asked.getWeight(), by);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException(e.getMessage(), e);
        }
    }

    private static Directive.PointName name(Setting pin) {
        return new Directive.PointName(oneLine(pin.getModel()), oneLine(pin.getReducer()), oneLine(pin.getPrecision()));
    }

    private static String oneLine(String text) {
        String line = CONTROL.matcher(text).replaceAll(" ");
        return line.length() <= LONGEST_NAME ? line : line.substring(0, LONGEST_NAME);
    }
}
