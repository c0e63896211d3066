package io.sluice.inference.stream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows when a stream thread has died. What Kafka's absence alone explains passes: another thread takes over
 * after a pause, and reads again what was not answered. Everything else ends the process with a sentence.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);

    private final String servers;
    private final StreamsApplication application;
    private final RetryRounds rounds;
    private final Consumer<InferenceException> end;
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * @param servers where Kafka is said to be
     * @param end is told why the process cannot go on
     */
    ThreadFailures(
            String servers, StreamsApplication application, RetryRounds rounds, Consumer<InferenceException> end) {
        this.servers = servers;
        this.application = application;
        this.rounds = rounds;
        this.end = end;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        Diagnosis diagnosis = Diagnosis.of(failure, servers, application);
        if (diagnosis.kind() == Diagnosis.Kind.LASTING) {
            return giveUp(diagnosis.sentence(), failure);
        }
        RetryRounds.Step step = rounds.next(diagnosis.kind());
        if (step.hopeless()) {
            return giveUp(
                    application.name() + " stopped, after " + RetryRounds.MOST_UNCLEAR + " attempts: "
                            + Diagnosis.deepestMessage(failure),
                    failure);
        }
        if (step.news()) {
            LOG.warn("{} Trying again.", diagnosis.sentence());
        }
        var unused = awaitClose(step.pause());
        awaitAddress();
        tellNobodyOf(failure);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private StreamThreadExceptionResponse giveUp(String sentence, Throwable failure) {
        end.accept(new InferenceException(sentence, failure));
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** The clients of another thread cannot even be made while no name has an address, and the old thread is then the last. */
    private void awaitAddress() {
        boolean closed = awaitClose(Duration.ZERO);
        while (!closed && Arrays.stream(servers.split(",")).noneMatch(ThreadFailures::hasAddress)) {
            if (rounds.isNews(Diagnosis.Kind.NO_ADDRESS)) {
                LOG.warn("None of Kafka's names in {} has an address. Trying again.", servers);
            }
            closed = awaitClose(RetryRounds.FIRST_PAUSE);
        }
    }

    private static boolean hasAddress(String server) {
        String host = Utils.getHost(server.strip());
        try {
            return host == null || InetAddress.getAllByName(host).length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Kafka Streams throws the failure once more when it has replaced the thread, and Java would print that. */
    private void tellNobodyOf(Throwable failure) {
        Thread.currentThread().setUncaughtExceptionHandler((thread, last) -> {
            if (last == failure || last.getCause() == failure) {
                LOG.debug("{} has been replaced.", thread.getName());
            } else {
                end.accept(new InferenceException(
                        application.name() + " stopped, since a thread could not be replaced: "
                                + Diagnosis.deepestMessage(last),
                        last));
            }
        });
    }

    /** Whether the service has been closed in that time. */
    private boolean awaitClose(Duration pause) {
        try {
            return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** The service ends: no pause holds it up. */
    void close() {
        closing.countDown();
    }
}
