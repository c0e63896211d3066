package io.sluice.deploy.topics;

/**
 * One topic as it stands.
 *
 * @param topic its name
 * @param state how it came to be there, or that it is not
 * @param partitions how many; 0 when missing
 * @param replication copies of each record; 0 when missing
 * @param records records held now, over all partitions; 0 when missing
 */
public record TopicReport(String topic, State state, int partitions, int replication, long records) {
    /** Whether a topic is there, and since when. */
    public enum State {
        CREATED,
        EXISTING,
        MISSING
    }

    static TopicReport missing(String topic) {
        return new TopicReport(topic, State.MISSING, 0, 0, 0);
    }
}
