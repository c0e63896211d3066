package io.sluice.deploy.console;

import io.sluice.deploy.tail.TailStart;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.Decision;
import io.sluice.schemas.DirectiveRecord;
import io.sluice.schemas.DirectiveRecords;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.LabelEvent;
import io.sluice.schemas.ThroughputReport;
import io.sluice.schemas.Timings;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics as one more consumer and tells those who look, on a thread of its own. While nobody looks, reports,
 * decisions, events and directives are read, a few records a second, so that time lines have a past; answers are not.
 */
final class ConsoleFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleFeed.class);
    private static final Duration SENT_EVERY = Duration.ofMillis(300);
    private static final Duration PAST = Duration.ofMinutes(5);
    private static final Duration LONG_PAST = Duration.ofMinutes(30);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Topics topics;
    private final Map<String, Object> kafka;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final TimeBound times;
    private final ConsoleState state = new ConsoleState();
    private final Viewers viewers = new Viewers();
    private final Queue<ServedModel> models = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "sluice-console");

    private final AvroCodec<FrameLabels> answers = new AvroCodec<>(FrameLabels.class);
    private final AvroCodec<ThroughputReport> reports = new AvroCodec<>(ThroughputReport.class);
    private final AvroCodec<Decision> decisions = new AvroCodec<>(Decision.class);
    private final AvroCodec<LabelEvent> events = new AvroCodec<>(LabelEvent.class);
    private final DirectiveRecords directives = new DirectiveRecords();
    private volatile String problem = "";
    private long sentNanos;
    private long lookedNanos;

    /**
     * Does not read yet.
     *
     * @param kafka client properties
     * @param clock the time of day
     * @param nanos a clock of nanoseconds from any origin
     */
    ConsoleFeed(Topics topics, Map<String, Object> kafka, InstantSource clock, LongSupplier nanos) {
        this.topics = topics;
        this.kafka = Map.copyOf(kafka);
        this.clock = clock;
        this.times = new TimeBound(clock);
        this.nanos = nanos;
        this.sentNanos = nanos.getAsLong();
        thread.setDaemon(true);
    }

    /** Reads from here on; topics that are not there yet are waited for. To be told twice makes no difference. */
    synchronized void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    Viewers viewers() {
        return viewers;
    }

    /** The last answer about {@code camera}, if it is shown; from any thread. */
    Optional<FrameLabels> last(String camera) {
        return state.last(camera);
    }

    /** Why nothing is read, one sentence; empty when it is. From any thread. */
    Optional<String> problem() {
        return Optional.of(problem).filter(sentence -> !sentence.isEmpty());
    }

    /** Takes up what this process runs. */
    void serve(ServedModel model) {
        models.add(model);
    }

    private void run() {
        try {
            while (closed.getCount() > 0) {
                readUntilItFails();
            }
        } catch (InterruptedException | InterruptException e) {
            // closed
        }
    }

    /** The page of a system whose Kafka is away must still say so. */
    private void readUntilItFails() throws InterruptedException {
        try (TopicsReader reader = reader()) {
            while (closed.getCount() > 0) {
                TopicsReader.Attention attention = attention();
                reader.poll(attention, nanos.getAsLong());
                problem("");
                state.topics(reader.views());
                tell(attention);
            }
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) { // mostly Kafka's; whatever it is, those who look are told, and it is tried again
            fail(e);
            pause();
        }
    }

    /** Says once in the log what may last for hours. */
    private void fail(RuntimeException e) {
        String sentence = e instanceof TimeoutException
                ? "Kafka does not answer; it is asked again."
                : "Nothing can be read from Kafka: " + e.getMessage();
        if (!sentence.equals(problem)) {
            LOG.warn("The console cannot read on. {}", sentence, e instanceof KafkaException ? null : e);
        }
        problem(sentence);
    }

    private void problem(String sentence) {
        problem = sentence;
        state.problem(sentence);
    }

    private void pause() throws InterruptedException {
        long end = nanos.getAsLong() + RETRY.toNanos();
        while (nanos.getAsLong() < end && !closed.await(SENT_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                tell(attention());
            } catch (RuntimeException e) { // may be what it has failed for: then this thread must outlive it too
                LOG.debug("Those who look cannot be told.", e);
            }
        }
    }

    private TopicsReader.Attention attention() {
        return viewers.any() ? TopicsReader.Attention.SOMEBODY_LOOKS : TopicsReader.Attention.NOBODY_LOOKS;
    }

    /**
     * Tells those who look.
     *
     * @param heeded what the topics were read with: whoever has come since waits, for he is owed every answer after the first
     *     message, and they are only read from the next round on
     */
    private void tell(TopicsReader.Attention heeded) {
        for (ServedModel model = models.poll(); model != null; model = models.poll()) {
            state.accept(model);
        }
        long now = nanos.getAsLong();
        if (now - sentNanos >= SENT_EVERY.toNanos()) {
            sentNanos = now;
            tell(heeded, now);
        }
    }

    /** While nobody looks no answer is read, and no camera is silent for that. */
    private void tell(TopicsReader.Attention heeded, long now) {
        if (heeded == TopicsReader.Attention.NOBODY_LOOKS) {
            lookedNanos = now;
            return;
        }
        if (lookedNanos != 0) {
            state.touchCameras(now);
            lookedNanos = 0;
        }
        viewers.send(state, clock.millis(), now);
    }

    private TopicsReader reader() {
        return new TopicsReader(
                ReaderSettings.consumer(
                        kafka,
                        Map.of(
                                ConsumerConfig.CLIENT_ID_CONFIG,
                                "sluice-console",
                                ConsumerConfig
                                        .DEFAULT_API_TIMEOUT_MS_CONFIG, // of seeks: meanwhile nobody is told anything
                                (int) TopicsReader.PATIENCE.toMillis(),
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "latest")),
                List.of(
                        new FollowedTopic(topics.labels(), new TailStart.Latest(), this::acceptAnswer),
                        new FollowedTopic(topics.metrics(), new TailStart.Ago(PAST, clock), this::acceptReport),
                        new FollowedTopic(
                                topics.decisions(), new TailStart.Ago(LONG_PAST, clock), this::acceptDecision),
                        new FollowedTopic(topics.events(), new TailStart.Ago(LONG_PAST, clock), this::acceptEvent),
                        new FollowedTopic(topics.control(), new TailStart.Beginning(), this::acceptDirective)),
                topics.labels());
    }

    private void acceptAnswer(ConsumerRecord<byte[], byte[]> found) {
        FrameLabels answer = answers.decode(found.value());
        Timings at = answer.getTimings();
        times.require(at.getCaptured(), at.getReceived(), at.getBatched(), at.getInferred(), at.getPublished());
        state.accept(answer, nanos.getAsLong());
    }

    private void acceptReport(ConsumerRecord<byte[], byte[]> found) {
        ThroughputReport report = reports.decode(found.value());
        times.require(report.getAt());
        state.accept(report, nanos.getAsLong());
    }

    private void acceptDecision(ConsumerRecord<byte[], byte[]> found) {
        Decision decision = decisions.decode(found.value());
        times.require(decision.getAt());
        state.accept(decision, found.partition(), found.offset());
    }

    private void acceptEvent(ConsumerRecord<byte[], byte[]> found) {
        LabelEvent event = events.decode(found.value());
        times.require(event.getStart(), event.getEnd());
        state.accept(event);
    }

    private void acceptDirective(ConsumerRecord<byte[], byte[]> found) {
        DirectiveRecord read = directives.read(found);
        state.accept(
                read.key().text(),
                read instanceof DirectiveRecord.Asked asked ? Optional.of(asked.directive()) : Optional.empty());
    }

    @Override
    public void close() {
        viewers.close();
        closed.countDown();
        try {
            thread.join(Duration.ofSeconds(3).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
