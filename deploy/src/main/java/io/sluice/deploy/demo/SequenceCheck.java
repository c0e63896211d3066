package io.sluice.deploy.demo;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Whether the answers of one camera come in the order of its frames and once each; sequences count anew in each session. */
final class SequenceCheck {
    private final Map<String, BitSet> sessions = new HashMap<>();
    private long duplicates;
    private long outOfOrder;

    /** The next answer that was read. */
    void accept(String session, long sequence) {
        BitSet seen = sessions.computeIfAbsent(session, first -> new BitSet());
        int number = Math.toIntExact(sequence);
        if (seen.get(number)) {
            duplicates++;
        } else if (number < seen.length()) {
            outOfOrder++;
        }
        seen.set(number);
    }

    /** Answers to frames that had been answered before. */
    long duplicates() {
        return duplicates;
    }

    /** Sequences below the highest answered one of their session that no answer has. */
    long gaps() {
        return sessions.values().stream()
                .mapToLong(seen -> seen.length() - seen.cardinality())
                .sum();
    }

    /** First answers that came after the answer to a later frame. */
    long outOfOrder() {
        return outOfOrder;
    }
}
