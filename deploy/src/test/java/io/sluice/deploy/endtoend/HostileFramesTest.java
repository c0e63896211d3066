package io.sluice.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.inference.batch.BatchSettings;
import io.sluice.inference.engine.Engine;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.stream.InferenceService;
import io.sluice.inference.stream.InferenceSettings;
import io.sluice.schemas.RecordPosition;
import io.sluice.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Hostile frames among good ones, through the whole inference process on a real broker with real decoders. {@code
 * -Dsluice.hostile.frames=20000} sends more than the build does, {@code -Dsluice.hostile.seed=N} others.
 */
@Timeout(540)
class HostileFramesTest {
    private static final System.Logger LOG = System.getLogger(HostileFramesTest.class.getName());
    private static final int HOSTILE = Integer.getInteger("sluice.hostile.frames", 500);
    private static final long SEED = Long.getLong("sluice.hostile.seed", 1);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Of native memory while hostile frames are answered, once everything has been used: arenas of threads breathe. */
    private static final long MOST_GROWTH_BYTES = 48L << 20;

    private static EmbeddedBroker broker;
    private static CompiledModel model;
    private static Engine engine;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
        model = TinyVit.compiled(ReducerSpec.NONE);
        engine = Engine.load(model, EngineOptions.DEFAULT);
    }

    @AfterAll
    static void stop() {
        engine.close();
        broker.close();
    }

    /** Batches of one, so that not even the last bit of a score depends on what else is under way. */
    private static InferenceService service(Topics topics, Map<String, Object> kafka) {
        InferenceSettings settings = new InferenceSettings(
                topics,
                topics.prefix() + "-inference",
                2,
                new BatchSettings(2, Duration.ZERO),
                1,
                32,
                10,
                Duration.ofMillis(500));
        return new InferenceService(
                settings,
                new EngineSet(List.of(engine)),
                TinyVit.fixed(model),
                ClassNames.numbered(10),
                "hostile",
                kafka,
                Clock.systemUTC(),
                System::nanoTime);
    }

    /** The good frames first by themselves, then again among the hostile ones. */
    @Test
    void hostileFramesAreRejectedOneByOneAndChangeNothingElse() throws Exception {
        List<HostileFrame> good = new ArrayList<>();
        List<HostileFrame> mixed = new ArrayList<>();
        mix(good, mixed);
        Topics topics = new Topics("hostile");
        try (KafkaFrames kafka = new KafkaFrames(broker.bootstrapServers(), topics);
                InferenceService service = service(topics, kafka.kafka())) {
            service.start();
            Map<RecordPosition, HostileFrame> alone = answered(kafka, service, good);
            int first = mixed.size() / 4;
            Map<RecordPosition, HostileFrame> among = answered(kafka, service, mixed.subList(0, first));
            Memory before = Memory.now();
            long begin = System.nanoTime();
            among.putAll(answered(kafka, service, mixed.subList(first, mixed.size())));
            double seconds = (System.nanoTime() - begin) / 1e9;
            Memory after = Memory.now();

            var labels = kafka.records(topics.labels(), alone.size() + among.size(), PATIENCE);
            long rejected = service.ledger().rejected();
            var letters = kafka.records(topics.deadLetters(), (int) rejected, PATIENCE);
            LOG.log(
                    System.Logger.Level.INFO,
                    "Seed {0}: {1} hostile among {2} good frames, {3} rejected; the last {4} in {5} s; native memory {6}"
                            + " before them, {7} after.",
                    SEED,
                    HOSTILE,
                    good.size(),
                    rejected,
                    mixed.size() - first,
                    seconds,
                    before,
                    after);

            assertThat(HostileOracle.violations(alone, among, labels, letters)).isEmpty();
            assertThat(service.ledger().labelled() + rejected).isEqualTo(alone.size() + among.size());
            assertThat(after.nativeBytes() - before.nativeBytes()).isLessThan(MOST_GROWTH_BYTES);
            assertThat(after.pointerBytes()).isLessThanOrEqualTo(before.pointerBytes() + (16 << 20));
        }
    }

    private static void mix(List<HostileFrame> good, List<HostileFrame> mixed) {
        HostileFrames source = new HostileFrames(SEED, Instant.now());
        Random random = new Random(SEED);
        for (int hostile = 0; hostile < HOSTILE; hostile++) {
            mixed.add(source.hostile());
            if (random.nextInt(4) == 0) {
                good.add(source.good());
                mixed.add(good.get(good.size() - 1));
            }
        }
    }

    /** Bytes outside the heap: all of them (0 where that is not known), and what JavaCPP has allocated. */
    private record Memory(long nativeBytes, long pointerBytes) {
        static Memory now() throws Exception {
            return new Memory(NativeMemory.isKnown() ? NativeMemory.bytes() : 0, Pointer.totalBytes());
        }

        @Override
        public String toString() {
            return (nativeBytes >> 20) + " MiB (JavaCPP " + (pointerBytes >> 20) + " MiB)";
        }
    }

    /** Sends frames and waits until as many more have been answered. */
    private static Map<RecordPosition, HostileFrame> answered(
            KafkaFrames kafka, InferenceService service, List<HostileFrame> frames) throws Exception {
        long before = service.ledger().answered();
        List<Future<RecordMetadata>> stored = new ArrayList<>();
        for (HostileFrame frame : frames) {
            stored.add(kafka.send(frame.key(), frame.value()));
        }
        Map<RecordPosition, HostileFrame> sent = new HashMap<>();
        for (int i = 0; i < frames.size(); i++) {
            RecordMetadata place = stored.get(i).get();
            sent.put(new RecordPosition(place.topic(), place.partition(), place.offset()), frames.get(i));
        }
        awaitAnswered(service, before + frames.size());
        return sent;
    }

    private static void awaitAnswered(InferenceService service, long frames) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (service.ledger().answered() < frames) {
            assertThat(service.ended()).as("the service").isNotDone();
            assertThat(System.nanoTime()).as("frames answered").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
