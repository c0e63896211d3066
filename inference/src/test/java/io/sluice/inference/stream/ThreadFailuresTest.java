package io.sluice.inference.stream;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Topics;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {
    private final AtomicReference<InferenceException> end = new AtomicReference<>();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong committed = new AtomicLong();
    private final ThreadFailures failures = new ThreadFailures(
            "kafka:9092",
            InferenceSettings.forCpu(new Topics("sluice"), 1).application(),
            new RetryRounds(nanos::get, committed::get),
            end::set);

    ThreadFailuresTest() {
        failures.close(); // no pauses
    }

    @Test
    void whatAnOutageExplainsIsTriedAgain() {
        assertThat(failures.handle(new StreamsException("send", new TimeoutException("slow"))))
                .isEqualTo(REPLACE_THREAD);
        assertThat(failures.handle(new MissingSourceTopicException("gone"))).isEqualTo(REPLACE_THREAD);
        assertThat(failures.handle(new StreamsException("begin", new KafkaException("in an error state"))))
                .isEqualTo(REPLACE_THREAD);
        assertThat(failures.handle(thrownIn("org.apache.kafka.clients.producer.KafkaProducer")))
                .isEqualTo(REPLACE_THREAD);
        assertThat(end).hasNullValue();
    }

    @Test
    void aFaultOfOursEndsTheProcess() {
        assertThat(failures.handle(new StreamsException("Inference failed.", new ArithmeticException("by zero"))))
                .isEqualTo(SHUTDOWN_CLIENT);
        assertThat(end.get()).hasMessage("Inference stopped: by zero");
        assertThat(failures.handle(thrownIn("io.sluice.inference.stream.InferenceProcessor")))
                .isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void whoIsNotLetInOrNotPermittedIsNotTriedAgain() {
        assertThat(failures.handle(new StreamsException("poll", new SaslAuthenticationException("Wrong password"))))
                .isEqualTo(SHUTDOWN_CLIENT);
        assertThat(end.get()).hasMessage("Kafka at kafka:9092 does not let this user in: Wrong password");

        assertThat(failures.handle(new StreamsException("init", new TransactionalIdAuthorizationException("No"))))
                .isEqualTo(SHUTDOWN_CLIENT);
        assertThat(end.get())
                .hasMessage("Kafka at kafka:9092 does not permit this user transactional ids that begin with"
                        + " 'sluice-inference': its ACLs have to, for WRITE.");
    }

    @Test
    void aSettingThatKafkaRefusesIsNotTriedAgain() {
        assertThat(failures.handle(new StreamsException("join", new InvalidSessionTimeoutException("Too short"))))
                .isEqualTo(SHUTDOWN_CLIENT);
        assertThat(end.get()).hasMessage("Inference stopped: Too short");

        String timeout = "Unexpected error in InitProducerIdResponse; " + Errors.INVALID_TRANSACTION_TIMEOUT.message();
        assertThat(failures.handle(new StreamsException("init", new KafkaException(timeout))))
                .isEqualTo(SHUTDOWN_CLIENT);
        assertThat(end.get()).hasMessage("Inference stopped: " + timeout);
    }

    @Test
    void whatMayPassAndDoesNotEndsTheProcessUnlessWorkIsDone() {
        KafkaException refusal = new KafkaException("in an error state");
        for (int attempt = 0; attempt < RetryRounds.MOST_UNCLEAR; attempt++) {
            assertThat(failures.handle(refusal)).isEqualTo(REPLACE_THREAD);
            assertThat(failures.handle(refusal)).as("another thread").isEqualTo(REPLACE_THREAD);
            nanos.addAndGet(RetryRounds.LONGEST_PAUSE.toNanos());
        }
        committed.incrementAndGet();
        for (int attempt = 0; attempt < RetryRounds.MOST_UNCLEAR; attempt++) {
            assertThat(failures.handle(refusal)).isEqualTo(REPLACE_THREAD);
            nanos.addAndGet(RetryRounds.LONGEST_PAUSE.toNanos());
        }
        assertThat(end).hasNullValue();

        assertThat(failures.handle(refusal)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(end.get()).hasMessage("Inference stopped, after 10 attempts: in an error state");
    }

    @Test
    void aThreadThatCannotBeReplacedEndsTheProcess() throws Exception {
        Thread thread = new Thread(() -> {
            failures.handle(new TimeoutException("slow"));
            throw new ConfigException("No resolvable bootstrap urls");
        });
        thread.start();
        thread.join();

        assertThat(end.get())
                .hasMessage("Inference stopped, since a thread could not be replaced: No resolvable bootstrap urls");
    }

    @Test
    void aThreadThatWasReplacedDiesInSilence() throws Exception {
        TimeoutException failure = new TimeoutException("slow");
        Thread thread = new Thread(() -> {
            failures.handle(failure);
            throw failure;
        });
        thread.start();
        thread.join();

        assertThat(end).hasNullValue();
    }

    private static IllegalStateException thrownIn(String type) {
        IllegalStateException failure = new IllegalStateException("no state for that");
        failure.setStackTrace(new StackTraceElement[] {new StackTraceElement(type, "method", "File.java", 1)});
        return failure;
    }
}
