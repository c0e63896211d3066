package io.sluice.ingest.publish;

import io.sluice.ingest.pacing.Ticker;
import java.time.Duration;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Concludes from Kafka's answers, and from their absence, how it is. An outage and its end are logged once each; frames that
 * are turned down, once a minute.
 */
final class BrokerHealth {
    /** An acknowledgement takes milliseconds; after this long something is wrong. */
    static final Duration SILENCE = Duration.ofSeconds(5);

    /** A camera whose every frame is too large makes thirty a second. */
    static final Duration REPETITION = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(BrokerHealth.class);

    private final Ticker ticker;
    private BrokerStatus heard = new BrokerStatus(BrokerState.CONNECTING, "Kafka has not answered yet.");
    private Refusals refusals = Refusals.NONE;
    private BrokerState logged = BrokerState.CONNECTING;
    private long refusalLoggedNanos;
    private long lastSignNanos;

    BrokerHealth(Ticker ticker) {
        this.ticker = ticker;
        lastSignNanos = ticker.nanos();
        refusalLoggedNanos = lastSignNanos - REPETITION.toNanos();
    }

    /** Frames go to the producer while none was unacknowledged: silence counts from here. */
    synchronized void asked() {
        lastSignNanos = ticker.nanos();
    }

    synchronized void answered() {
        lastSignNanos = ticker.nanos();
        heard(BrokerState.CONNECTED, "");
    }

    /** Kafka has said no to something other than a frame. */
    synchronized void refused(Exception reason) {
        lastSignNanos = ticker.nanos();
        if (reason instanceof AuthenticationException) {
            broken(reason);
        } else {
            heard(reason instanceof RetriableException ? BrokerState.UNREACHABLE : BrokerState.REFUSING, why(reason));
        }
    }

    /** Kafka's client has given a frame up. */
    synchronized void refusedFrame(Exception reason) {
        refused(reason);
        count(why(reason));
    }

    /** Nobody waits for Kafka's answer any more; an outage that is known stays the reason. */
    synchronized void leftUnanswered() {
        if (heard.state() == BrokerState.CONNECTED || heard.state() == BrokerState.CONNECTING) {
            heard(BrokerState.UNREACHABLE, "Kafka had not acknowledged all frames when they were given up.");
        }
    }

    /** A frame was not even tried. */
    synchronized void tooLargeForBuffer(int bytes, long capacityBytes) {
        count("A frame of " + bytes + " bytes is larger than what of its camera may wait for Kafka, " + capacityBytes
                + " bytes: lower the short side or the quality, or raise the buffer.");
    }

    private void count(String why) {
        refusals = refusals.plus(why);
        if (ticker.nanos() - refusalLoggedNanos >= REPETITION.toNanos()) {
            refusalLoggedNanos = ticker.nanos();
            LOG.warn("{} Frames lost that way so far: {}.", why, refusals.frames());
        }
    }

    private static String why(Exception reason) {
        if (reason instanceof RecordTooLargeException) {
            return "Kafka refuses a frame as too large (" + withoutPeriod(reason.getMessage())
                    + "): lower the short side or the quality, or raise max.request.size and the topic's"
                    + " max.message.bytes.";
        } else if (reason instanceof RetriableException) {
            return "Kafka cannot be reached, or lacks the topic: " + reason.getMessage();
        }
        return "Kafka refuses frames: " + reason.getMessage();
    }

    private static String withoutPeriod(String message) {
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    /** Nothing is sent any more; whatever Kafka still answers does not change that. */
    synchronized void broken(Throwable failure) {
        heard(
                BrokerState.BROKEN,
                failure instanceof AuthenticationException
                        ? "Kafka does not let this user in: " + failure.getMessage()
                        : "Nothing is published any more after an internal error: " + failure);
    }

    private void heard(BrokerState state, String message) {
        if (heard.state() != BrokerState.BROKEN) {
            heard = new BrokerStatus(state, message);
            log(heard);
        }
    }

    synchronized Refusals refusals() {
        return refusals;
    }

    /**
     * The conclusion now.
     *
     * @param awaiting whether an acknowledgement is outstanding
     */
    synchronized BrokerStatus status(boolean awaiting) {
        long silentNanos = ticker.nanos() - lastSignNanos;
        if (heard.state() == BrokerState.BROKEN || !awaiting || silentNanos <= SILENCE.toNanos()) {
            return heard;
        }
        BrokerStatus silent = new BrokerStatus(
                BrokerState.UNREACHABLE,
                "Kafka has acknowledged nothing for "
                        + Duration.ofNanos(silentNanos).toSeconds() + " s.");
        log(silent);
        return silent;
    }

    /** A refusal is an answer, too, and is told of where it is counted. */
    private void log(BrokerStatus status) {
        BrokerState told = status.state() == BrokerState.REFUSING ? BrokerState.CONNECTED : status.state();
        if (told == logged) {
            return;
        }
        logged = told;
        if (told == BrokerState.CONNECTED) {
            LOG.info("Kafka answers.");
        } else {
            LOG.warn("{}", status.message());
        }
    }
}
