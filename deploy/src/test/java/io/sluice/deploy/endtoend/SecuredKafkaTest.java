package io.sluice.deploy.endtoend;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.SmallCheckpoint;
import io.sluice.deploy.broker.SecuredBroker;
import io.sluice.deploy.cli.LineQueue;
import io.sluice.deploy.cli.Run;
import io.sluice.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a broker with TLS, passwords and ACLs. Each user has the ACLs of the README, and no others. */
class SecuredKafkaTest {
    private static final int FRAMES = 20;
    private static final String CAMERA = "--camera=drawn=synthetic:shapes?size=64x64&frames=" + FRAMES;
    private static final Topics TOPICS = new Topics("sluice");
    private static final Topics TOLD = new Topics("told");

    @TempDir
    private static Path directory;

    private static SecuredBroker broker;
    private static Path weights;

    @BeforeAll
    static void prepare() throws Exception {
        broker = SecuredBroker.start(directory);
        weights = SmallCheckpoint.write(directory.resolve("small.safetensors"));
        for (String user : List.of("operator", "ingest", "infer", "events", "reader", "stranger")) {
            broker.addUser(user, passwordOf(user));
        }
        broker.permit("operator", CREATE, TOPIC, PREFIXED, "sluice.");
        broker.permit("operator", DESCRIBE, TOPIC, PREFIXED, "sluice.");
        broker.permit("ingest", WRITE, TOPIC, LITERAL, TOPICS.frames());
        permitInference("infer", TOPICS);
        broker.permit("infer", WRITE, TRANSACTIONAL_ID, PREFIXED, "sluice-inference");
        broker.permit("reader", READ, TOPIC, LITERAL, TOPICS.labels(), TOLD.events());
        Run.Result created = Run.of(with(config("operator"), "topics", "create"));
        assertThat(created.status()).as(created.err()).isZero();
    }

    /** All but the transactional ids. */
    private static void permitInference(String user, Topics topics) throws Exception {
        broker.permit(user, READ, TOPIC, LITERAL, topics.frames(), topics.control());
        broker.permit(
                user,
                WRITE,
                TOPIC,
                LITERAL,
                topics.labels(),
                topics.metrics(),
                topics.decisions(),
                topics.deadLetters());
        broker.permit(user, READ, GROUP, LITERAL, topics.prefix() + "-inference");
    }

    private static void permitEvents(String user, Topics topics) throws Exception {
        String application = topics.prefix() + "-events";
        broker.permit(user, READ, TOPIC, LITERAL, topics.labels());
        broker.permit(user, WRITE, TOPIC, LITERAL, topics.events());
        for (AclOperation operation : List.of(CREATE, READ, WRITE)) {
            broker.permit(user, operation, TOPIC, PREFIXED, application + "-");
        }
        broker.permit(user, READ, GROUP, LITERAL, application);
        broker.permit(user, WRITE, TRANSACTIONAL_ID, PREFIXED, application);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void thePermissionsOfTheReadmeSufficeForExactlyOnce() throws Exception {
        Run.Result ingest = Run.of(with(config("ingest"), "ingest", CAMERA, "--as-fast-as-possible", "--json"));
        LineQueue out = new LineQueue();
        Run infer = Run.start(out, with(config("infer"), "infer", "--weights=" + weights, "--reducer=none", "--json"));
        String ready = out.next();
        Run.Result labels = Run.of(with(config("reader"), "labels", "--from=beginning", "--max=" + FRAMES));
        infer.stop();

        assertThat(ingest.status()).as(ingest.err()).isZero();
        assertThat(ready).contains("\"state\":\"ready\"");
        assertThat(labels.out().lines()).as(labels.err()).hasSize(FRAMES);
        assertThat(new ObjectMapper().readTree(out.next()).get("labelled").asInt())
                .isGreaterThanOrEqualTo(FRAMES); // other tests send frames, too
        assertThat(infer.status()).as(infer.err()).isZero();
    }

    @Test
    void thePermissionsOfTheReadmeSufficeForEvents() throws Exception {
        permitEvents("events", TOLD);
        try (KafkaAnswers answers = new KafkaAnswers(broker.openServer(), TOLD)) {
            answers.send(List.of("gate"), 0, 50);
        }
        LineQueue out = new LineQueue();
        Run events = Run.start(out, with(config("events"), "events", "--topic-prefix=told", "--json"));
        String ready = out.next();
        Run.Result intervals =
                Run.of(with(config("reader"), "intervals", "--topic-prefix=told", "--from=beginning", "--max=1"));
        events.stop();

        assertThat(ready).contains("\"state\":\"ready\"");
        assertThat(intervals.out().lines()).as(intervals.err()).hasSize(1);
        assertThat(new ObjectMapper().readTree(out.next()).get("answers").asInt())
                .isEqualTo(50);
        assertThat(events.status()).as(events.err()).isZero();
    }

    @Test
    void aWrongPasswordEndsEveryCommandWithOneSentence() throws Exception {
        Path config = config("ingest", "of-yesterday");
        for (String[] command : commands()) {
            Run.Result run = Run.of(with(config, command));

            assertThat(run.err())
                    .isEqualToIgnoringNewLines("Kafka at " + broker.server() + " does not let this user in:"
                            + " Authentication failed during authentication due to invalid credentials with SASL"
                            + " mechanism SCRAM-SHA-512.");
            assertThat(run.status()).isEqualTo(1);
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForEndsEveryCommandWithOneSentence() throws Exception {
        Path config = config("ingest", passwordOf("ingest"), List.of());
        for (String[] command : commands()) {
            Run.Result run = Run.of(with(config, command));

            assertThat(run.err())
                    .startsWith("Kafka at " + broker.server() + " shows a certificate that nothing here vouches for (")
                    .endsWith("): ssl.truststore.location in --kafka-config says whom to trust.\n")
                    .hasLineCount(1);
            assertThat(run.status()).isEqualTo(1);
        }
    }

    @Test
    void theCertificateOfAnotherHostEndsEveryCommandWithOneSentence() throws Exception {
        for (String[] command : commands()) {
            Run.Result run = Run.of(with(
                    config("ingest"),
                    Stream.concat(Arrays.stream(command), Stream.of("--bootstrap-server", broker.serverByAddress()))
                            .toArray(String[]::new)));

            assertThat(run.err())
                    .isEqualToIgnoringNewLines("Kafka at " + broker.serverByAddress()
                            + " shows the certificate of another host: No subject alternative names matching IP"
                            + " address 127.0.0.1 found.");
            assertThat(run.status()).isEqualTo(1);
        }
    }

    @Test
    void aTrustStoreThatCannotBeReadIsNamed() throws Exception {
        Path noStore = Files.writeString(directory.resolve("no-store.p12"), "text");
        Path config = config(
                "ingest",
                passwordOf("ingest"),
                List.of("ssl.truststore.type=PKCS12", "ssl.truststore.location=" + noStore));

        Run.Result run = Run.of(with(config, "topics", "list"));

        assertThat(run.err()).contains(noStore.toString()).hasLineCount(1);
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void whoIsNotPermittedWaitsUntilHeIs() throws Exception {
        String denied = " does not permit this user to WRITE sluice.frames: its ACLs have to.";

        Run.Result impatient = Run.of(with(config("stranger"), "ingest", CAMERA, "--kafka-wait=0s"));
        LineQueue out = new LineQueue();
        Run patient = Run.start(out, with(config("stranger"), "ingest", CAMERA, "--as-fast-as-possible", "--json"));
        SluiceProcess.await(() -> patient.err().contains(denied));
        broker.permit("stranger", WRITE, TOPIC, LITERAL, TOPICS.frames());

        assertThat(impatient.err()).isEqualToIgnoringNewLines("Kafka at " + broker.server() + denied);
        assertThat(impatient.status()).isEqualTo(1);
        assertThat(new ObjectMapper().readTree(out.next()).get("published").asInt())
                .isEqualTo(FRAMES);
        assertThat(patient.status()).as(patient.err()).isZero();
    }

    @Test
    void inferenceWithoutItsTransactionalIdsSaysSo() throws Exception {
        Topics others = new Topics("others");
        broker.addUser("half", passwordOf("half"));
        broker.permit("operator", CREATE, TOPIC, PREFIXED, "others.");
        broker.permit("operator", DESCRIBE, TOPIC, PREFIXED, "others.");
        permitInference("half", others);
        Run.of(with(config("operator"), "topics", "create", "--topic-prefix=others"));

        Run.Result run = Run.of(with(
                config("half"), "infer", "--weights=" + weights, "--reducer=none", "--topic-prefix=others", "--json"));

        assertThat(run.err())
                .isEqualToIgnoringNewLines(
                        "Kafka at " + broker.server() + " does not permit this user transactional ids"
                                + " that begin with 'others-inference': its ACLs have to, for WRITE.");
        assertThat(run.status()).isEqualTo(1);
    }

    /** What the commands say goes to standard error, and what Kafka's clients log as well. */
    @Test
    void theOneSentenceIsAllThatAProcessSays() throws Exception {
        Path config = config("ingest", "of-yesterday");
        for (String[] command : commands()) {
            try (SluiceProcess process = SluiceProcess.start(directory, with(config, command))) {
                assertThat(process.status()).isEqualTo(1);
                assertThat(process.err()).contains("does not let this user in").hasLineCount(1);
            }
        }
    }

    /** Whatever a library logs when it is told to log much. */
    @Test
    void aPasswordIsInNoLog() throws Exception {
        try (SluiceProcess ingest =
                SluiceProcess.start(directory, with(config("ingest"), "ingest", CAMERA, "--debug", "--json"))) {
            String account = ingest.nextLine().toString();

            assertThat(ingest.status()).as(ingest.err()).isZero();
            assertThat(ingest.err()).contains("sasl.jaas.config = [hidden]").doesNotContain(passwordOf("ingest"));
            assertThat(account).doesNotContain(passwordOf("ingest"));
        }
    }

    private static List<String[]> commands() {
        return List.of(
                new String[] {"ingest", CAMERA},
                new String[] {"infer", "--weights=" + weights, "--reducer=none"},
                new String[] {"labels", "--max=1"},
                new String[] {"topics", "list"});
    }

    private static String[] with(Path config, String... command) {
        return Stream.concat(Arrays.stream(command), Stream.of("--kafka-config=" + config))
                .toArray(String[]::new);
    }

    private static String passwordOf(String user) {
        return "secret-of-" + user;
    }

    private static Path config(String user) throws Exception {
        return config(user, passwordOf(user));
    }

    private static Path config(String user, String password) throws Exception {
        return config(
                user, password, List.of("ssl.truststore.type=PEM", "ssl.truststore.location=" + broker.authority()));
    }

    /** The password is in a file of its own. */
    private static Path config(String user, String password, List<String> trust) throws Exception {
        Path folder = Files.createTempDirectory(directory, user);
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "password=" + password);
        List<String> lines = new ArrayList<>(trust);
        lines.add("bootstrap.servers=" + broker.server());
        lines.add("security.protocol=SASL_SSL");
        lines.add("sasl.mechanism=SCRAM-SHA-512");
        lines.add("sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user
                + "\" password=\"${file:" + secrets + ":password}\";");
        return Files.write(folder.resolve("client.properties"), lines);
    }
}
