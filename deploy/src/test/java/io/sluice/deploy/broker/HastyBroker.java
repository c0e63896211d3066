package io.sluice.deploy.broker;

import java.util.HashMap;
import java.util.Map;

/** A broker that soon believes that who does not speak is gone, and soon takes back what such a one had begun. */
public final class HastyBroker {
    private HastyBroker() {}

    /** Starts it, with nothing left behind. */
    public static EmbeddedBroker start() {
        return start(BrokerSettings.temporary());
    }

    /** Starts it. */
    public static EmbeddedBroker start(BrokerSettings settings) {
        return EmbeddedBroker.start(settings, HastyBroker::hasty);
    }

    private static Map<String, String> hasty(Map<String, String> usual) {
        Map<String, String> properties = new HashMap<>(usual);
        properties.put("group.min.session.timeout.ms", "1000");
        properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "200");
        return properties;
    }
}
