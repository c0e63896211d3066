package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.Decision;
import io.sluice.schemas.Load;
import io.sluice.schemas.Setting;
import io.sluice.schemas.Topics;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sluice control} on a real broker; each test under a prefix of its own. */
@ExtendWith(OwnKafka.class)
final class ControlCommandTest {
    private static final String TINY = "tiny@abababababab";

    private KafkaCommandLine kafka;
    private Topics topics;

    @BeforeEach
    void nameTopics(KafkaCommandLine own) {
        kafka = own;
        topics = own.topics();
    }

    private Run.Result control(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "control";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return kafka.sluice(command);
    }

    private JsonNode list() throws Exception {
        return new ObjectMapper().readTree(control("list", "--json").out());
    }

    /** An instance tells that it serves this model. */
    private void decide(String instance, String model, String reducer) throws Exception {
        Decision decision = Decision.newBuilder()
                .setInstance(instance)
                .setAt(Instant.parse("2026-11-21T09:00:00Z"))
                .setTo(new Setting(model, reducer, "FLOAT32"))
                .setBatchBound(1)
                .setReason("It is tried.")
                .setLoad(Load.newBuilder()
                        .setArrivalsPerSecond(0)
                        .setBacklog(0)
                        .setOldestAgeMillis(0)
                        .setInFlight(0)
                        .build())
                .build();
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(Map.of())) {
            KafkaCommandLine.send(
                    producer,
                    new ProducerRecord<>(topics.decisions(), new AvroCodec<>(Decision.class).encode(decision)));
        }
    }

    @Test
    void whatIsAskedForIsListedUntilItIsTakenBack() throws Exception {
        kafka.sluice("topics", "create");

        assertThat(control("list").out()).isEqualToIgnoringNewLines("Nothing is asked for.");
        Run.Result pin = control("pin", "ppt:r=50,threshold=6e-5", "--precision", "int8", "--model", TINY);
        Run.Result weight = control("weight", "gate", "3");
        JsonNode listed = list();
        String text = control("list").out();
        Run.Result unpin = control("unpin");
        Run.Result clear = control("weight", "gate", "--clear");

        assertThat(pin.status()).as(pin.err()).isZero();
        assertThat(pin.out())
                .isEqualToIgnoringNewLines("Asked for: every frame at ppt:r=50,threshold=0.00006 INT8 of " + TINY
                        + ", until 'sluice control unpin'.");
        assertThat(weight.status()).as(weight.err()).isZero();
        assertThat(weight.out())
                .isEqualToIgnoringNewLines(
                        "Asked for: camera gate weighs 3, until 'sluice control weight gate --clear'.");
        assertThat(listed.get("pin").get("model").asText()).isEqualTo(TINY);
        assertThat(listed.get("pin").get("reducer").asText()).isEqualTo("ppt:r=50,threshold=0.00006");
        assertThat(listed.get("pin").get("precision").asText()).isEqualTo("INT8");
        assertThat(listed.get("pin").get("by").asText()).startsWith("command line on ");
        assertThat(listed.get("weights")).singleElement().satisfies(gate -> {
            assertThat(gate.get("camera").asText()).isEqualTo("gate");
            assertThat(gate.get("weight").asDouble()).isEqualTo(3);
        });
        assertThat(text.lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("weight gate 3, by command line on "))
                .first()
                .asString()
                .startsWith("pin ppt:r=50,threshold=0.00006 INT8 of tiny@");
        assertThat(unpin.status()).as(unpin.err()).isZero();
        assertThat(clear.status()).as(clear.err()).isZero();
        assertThat(list().get("pin").isNull()).isTrue();
        assertThat(list().get("weights")).isEmpty();
    }

    @Test
    void theModelIsTheOneThatIsServedUnlessThereAreSeveral() throws Exception {
        kafka.sluice("topics", "create");

        Run.Result unknown = control("pin", "none");
        decide("one", TINY, "none");
        Run.Result pinned = control("pin", "evit:keep=0.7,fuse=true", "--json");
        String model = list().get("pin").get("model").asText();
        String reducer = list().get("pin").get("reducer").asText();
        Run.Result named = control("pin", "none", "--model", "tiny");
        Run.Result misnamed = control("pin", "none", "--model", "small");
        decide("one", "small@cdcdcdcdcdcd", "ppt:r=50");
        Run.Result ambiguous = control("pin", "evit:keep=0.5");
        Run.Result byReducer = control("pin", "ppt:r=50");

        assertThat(unknown.err())
                .isEqualToIgnoringNewLines("No instance has told of a model on " + topics.metrics() + " or "
                        + topics.decisions() + ": --model says which.");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(pinned.status()).as(pinned.err()).isZero();
        assertThat(model).isEqualTo(TINY);
        assertThat(reducer).startsWith("evit:").contains("keep=0.7");
        assertThat(named.status()).as(named.err()).isZero();
        assertThat(misnamed.err())
                .isEqualToIgnoringNewLines("No instance has told of a model small on " + topics.metrics() + " or "
                        + topics.decisions() + "; there is " + TINY + ".");
        assertThat(ambiguous.err())
                .isEqualToIgnoringNewLines("There are several models, small@cdcdcdcdcdcd, " + TINY
                        + ": --model says which, as NAME@HASH.");
        assertThat(ambiguous.status()).isEqualTo(1);
        assertThat(byReducer.status()).as(byReducer.err()).isZero();
        assertThat(list().get("pin").get("model").asText()).isEqualTo("small@cdcdcdcdcdcd");
    }

    @ParameterizedTest(name = "sluice control {0}")
    @CsvSource(delimiter = '|', textBlock = """
            weight gate           | Expected either a weight or --clear, found neither. See 'sluice control weight --help'.
            weight gate 3 --clear | Expected either a weight or --clear, found both. See 'sluice control weight --help'.
            weight gate 0         | Expected a weight of 0.01 to 100, found 0.0. See 'sluice control weight --help'.
            weight gate NaN       | Expected a weight of 0.01 to 100, found NaN. See 'sluice control weight --help'.
            weight gate 1000      | Expected a weight of 0.01 to 100, found 1000.0. See 'sluice control weight --help'.
            pin                   | Missing required parameter: 'SPEC'. See 'sluice control pin --help'.
            """)
    void aWrongCommandLineIsStatusTwo(String line, String sentence) throws Exception {
        Run.Result run = control(line.split(" "));

        assertThat(run.err()).isEqualToIgnoringNewLines(sentence);
        assertThat(run.status()).isEqualTo(2);
    }

    @ParameterizedTest(name = "sluice control {0}")
    @CsvSource(delimiter = '|', textBlock = """
            weight gate heavy          | heavy
            pin magic:r=50             | magic
            pin none --precision int7  | int7
            """)
    void aValueThatCannotBeIsNamed(String line, String value) throws Exception {
        Run.Result run = control(line.split(" "));

        assertThat(run.err()).startsWith("Invalid value for ").contains(value);
        assertThat(run.status()).isEqualTo(2);
    }

    @Test
    void aNameThatIsTooLongIsStatusTwoBeforeKafkaIsAsked() throws Exception {
        String tooLong = "x".repeat(1025);

        Run.Result weight = control("weight", tooLong, "3");
        Run.Result clear = control("weight", tooLong, "--clear");
        Run.Result pin = control("pin", "none", "--model", tooLong + "@abababababab");

        String names = " of 1 to 1024 characters, none of them a control character, found '" + "x".repeat(80) + "'.";
        assertThat(weight.err())
                .isEqualToIgnoringNewLines("Expected a camera id" + names + " See 'sluice control weight --help'.");
        assertThat(weight.status()).isEqualTo(2);
        assertThat(clear).isEqualTo(weight);
        assertThat(pin.err())
                .isEqualToIgnoringNewLines("Expected a model" + names + " See 'sluice control pin --help'.");
        assertThat(pin.status()).isEqualTo(2);
    }

    @Test
    void aMissingTopicIsNamed() throws Exception {
        Run.Result run = control("unpin");

        assertThat(run.err())
                .isEqualToIgnoringNewLines(
                        "Topic " + topics.control() + " does not exist: make it with 'sluice topics create'.");
        assertThat(run.status()).isEqualTo(1);
    }
}
