package io.sluice.deploy.cli;

import static io.sluice.deploy.cli.KafkaCommandLine.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Topics;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Topics followed on a real broker; each test under a prefix of its own. */
@ExtendWith(OwnKafka.class)
final class TailCommandTest {
    private KafkaCommandLine kafka;
    private Topics topics;

    @BeforeEach
    void nameTopics(KafkaCommandLine own) {
        kafka = own;
        topics = own.topics();
    }

    @Test
    void anAnswerIsOneLineUnderTheNamesOfTheSchema() throws Exception {
        kafka.sluice("topics", "create");
        kafka.produce(answer("road", 7));

        Run.Result run = kafka.sluice("labels", "--from", "beginning", "--max", "1");

        assertThat(run.status()).isZero();
        assertThat(run.out().lines())
                .singleElement()
                .isEqualTo("{'camera':'road','session':'s','sequence':7,"
                        .concat(
                                "'source':{'topic':'frames','partition':0,'offset':7},'outcome':'LABELLED','reason':null,")
                        .concat("'labels':[{'index':817,'name':'sports car','score':0.75}],'quality':null,")
                        .concat(
                                "'timings':{'captured':'2026-11-21T09:00:00.123456Z','received':'2026-11-21T09:00:01.123456Z',")
                        .concat("'batched':null,'inferred':null,'published':'2026-11-21T09:00:02.123456Z'},")
                        .concat("'batchSize':1,'provider':'CPU'}")
                        .replace('\'', '"'));
    }

    @Test
    void onlyTheCameraAskedForIsShown() throws Exception {
        kafka.sluice("topics", "create", "--partitions", "1");
        kafka.produce(answer("road", 0), answer("belt", 1), answer("road", 2), answer("belt", 3));

        Run.Result run = kafka.sluice("labels", "--from", "beginning", "--max", "2", "--camera", "belt");

        assertThat(run.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"camera\":\"belt\""));
    }

    @Test
    void aForeignRecordIsReportedAndPassedOver() throws Exception {
        kafka.sluice("topics", "create", "--partitions", "1");
        kafka.produce(new byte[] {1, 2, 3}, answer("road", 1));

        Run.Result run = kafka.sluice("labels", "--from", "beginning", "--max", "1");

        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("Skipped the record at offset 0 of partition 0 of " + topics.labels());
    }

    @Test
    void theLatestTailShowsOnlyWhatComesAndEndsWhenStopped() throws Exception {
        kafka.sluice("topics", "create", "--partitions", "1");
        kafka.produce(answer("road", 0));
        LineQueue out = new LineQueue();
        Run run = Run.start(out, kafka.withKafka("labels"));

        String next = firstOf(run, out);
        run.stop();

        assertThat(next).contains("\"camera\":\"gate\"");
        assertThat(run.status()).isZero();
    }

    @Test
    void aTailEndsWhenNobodyReadsAnyMore() throws Exception {
        kafka.sluice("topics", "create", "--partitions", "1");
        kafka.produce(answer("road", 0));
        LineQueue out = new LineQueue();
        Run run = Run.start(out, kafka.withKafka("labels", "--from", "beginning"));

        out.next();
        out.close();
        kafka.produce(answer("road", 1));

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aTailGoesBackAsFarAsAsked() throws Exception {
        kafka.sluice("topics", "create", "--partitions", "1");
        long now = System.currentTimeMillis();
        kafka.produce(now - 3_600_000, answer("road", 0));
        kafka.produce(now - 60_000, answer("road", 1));

        Run.Result run = kafka.sluice("labels", "--from", "10m", "--max", "1");

        assertThat(run.out()).contains("\"sequence\":1");
    }

    @Test
    void whatATransactionTookBackIsNotShown() throws Exception {
        kafka.sluice("topics", "create", "--partitions", "1");
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(Map.of("transactional.id", "undecided"))) {
            producer.initTransactions();
            producer.beginTransaction();
            KafkaCommandLine.send(producer, new ProducerRecord<>(topics.labels(), answer("road", 0)));
            producer.abortTransaction();
        }
        kafka.produce(answer("road", 1));

        assertThat(kafka.sluice("labels", "--from", "beginning", "--max", "1").out())
                .contains("\"sequence\":1");
        assertThat(kafka.sluice("labels", "--from", "beginning", "--max", "1", "--isolation", "read_uncommitted")
                        .out())
                .contains("\"sequence\":0");
    }

    @Test
    void aMissingTopicIsNamed() throws Exception {
        Run.Result run = kafka.sluice("labels");

        assertThat(run.err())
                .isEqualToIgnoringNewLines(
                        "Topic " + topics.labels() + " does not exist: make it with 'sluice topics create'.");
        assertThat(run.status()).isEqualTo(1);
    }

    /** Sends records until the tail, which began at an unknown moment, shows the first. */
    private String firstOf(Run run, LineQueue out) throws Exception {
        String line = null;
        while (line == null) {
            assertThat(run.ended()).as(run.err()).isFalse();
            kafka.produce(answer("gate", 0));
            line = out.poll();
        }
        return line;
    }
}
