package io.sluice.ingest.publish;

import io.sluice.ingest.pacing.Ticker;
import java.time.Duration;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Concludes from Kafka's answers, and from their absence, how it is. Every change is logged once. */
final class BrokerHealth {
    /** An acknowledgement takes milliseconds; after this long something is wrong. */
    static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(BrokerHealth.class);

    private final Ticker ticker;
    private BrokerStatus heard = new BrokerStatus(BrokerState.CONNECTING, "Kafka has not answered yet.");
    private BrokerState logged = BrokerState.CONNECTING;
    private long lastSignNanos;
    private boolean broken;

    BrokerHealth(Ticker ticker) {
        this.ticker = ticker;
        lastSignNanos = ticker.nanos();
    }

    /** Frames go to the producer while none was unacknowledged: silence counts from here. */
    synchronized void asked() {
        lastSignNanos = ticker.nanos();
    }

    synchronized void answered() {
        lastSignNanos = ticker.nanos();
        heard(BrokerState.CONNECTED, "");
    }

    synchronized void refused(Exception reason) {
        lastSignNanos = ticker.nanos();
        if (reason instanceof RecordTooLargeException) {
            heard(
                    BrokerState.REFUSING,
                    "Kafka refuses a frame as too large (" + reason.getMessage()
                            + "): lower the short side or the quality, or raise max.request.size and the topic's"
                            + " max.message.bytes.");
        } else if (reason instanceof RetriableException) {
            heard(BrokerState.UNREACHABLE, "Kafka cannot be reached, or lacks the topic: " + reason.getMessage());
        } else {
            heard(BrokerState.REFUSING, "Kafka refuses frames: " + reason.getMessage());
        }
    }

    /** Nothing is sent any more; whatever Kafka still answers does not change that. */
    synchronized void broken(Throwable failure) {
        heard(BrokerState.REFUSING, "Nothing is published any more after an internal error: " + failure);
        broken = true;
    }

    private void heard(BrokerState state, String message) {
        if (!broken) {
            heard = new BrokerStatus(state, message);
            log(heard);
        }
    }

    /**
     * The conclusion now.
     *
     * @param awaiting whether an acknowledgement is outstanding
     */
    synchronized BrokerStatus status(boolean awaiting) {
        long silentNanos = ticker.nanos() - lastSignNanos;
        if (broken || !awaiting || silentNanos <= SILENCE.toNanos()) {
            return heard;
        }
        BrokerStatus silent = new BrokerStatus(
                BrokerState.UNREACHABLE,
                "Kafka has acknowledged nothing for "
                        + Duration.ofNanos(silentNanos).toSeconds() + " s.");
        log(silent);
        return silent;
    }

    private void log(BrokerStatus status) {
        if (status.state() != logged) {
            logged = status.state();
            if (logged == BrokerState.CONNECTED) {
                LOG.info("Kafka answers.");
            } else {
                LOG.warn("{}", status.message());
            }
        }
    }
}
