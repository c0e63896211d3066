package io.sluice.deploy.bench.faults;

import java.util.List;

/**
 * What is on the topics, in the order of each partition.
 *
 * @param frames all that were committed
 * @param answers all that were committed
 */
record History(List<Sent> frames, List<Answered> answers) {
    static final History NOTHING = new History(List.of(), List.of());

    History {
        frames = List.copyOf(frames);
        answers = List.copyOf(answers);
    }

    /**
     * Where a record stands on its topic.
     *
     * @param partition from 0
     * @param offset from 0
     */
    record Position(int partition, long offset) {}

    /** Which frame of all; both null where a record could not be read as a frame. */
    record Name(String camera, String session, Long sequence) {}

    /** A record of the frames topic. */
    record Sent(Position at, Name name) {}

    /**
     * A record of the labels topic.
     *
     * @param frame the record that it answers
     * @param outcome what became of it
     * @param instance the process that answered
     */
    record Answered(Position at, Position frame, Name name, String outcome, String instance) {}
}
