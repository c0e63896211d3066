package io.sluice.inference.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Looks, before anything starts, whether the brokers answer and have the topics: Kafka Streams itself would retry for
 * minutes or die of a missing topic without naming the remedy.
 */
final class Brokers {
    private static final int ANSWER_MILLIS = 10_000;

    private final Map<String, Object> kafka;

    /** @param kafka client properties */
    Brokers(Map<String, Object> kafka) {
        this.kafka = new HashMap<>(kafka);
        this.kafka.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS / 2);
        this.kafka.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
    }

    /**
     * Returns when all {@code topics} exist.
     *
     * @throws InferenceException when no broker answers, or some are missing, which it names
     */
    void requireTopics(List<String> topics) {
        String servers = String.valueOf(kafka.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        try (Admin admin = Admin.create(kafka)) {
            Set<String> found = admin.listTopics().names().get();
            List<String> missing = new ArrayList<>(topics);
            missing.removeAll(found);
            if (!missing.isEmpty()) {
                throw new InferenceException("Kafka at " + servers + " lacks the topics " + String.join(", ", missing)
                        + ": create them with 'sluice topics create'.");
            }
        } catch (ExecutionException e) {
            throw new InferenceException(
                    "Kafka at " + servers + " does not answer: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
