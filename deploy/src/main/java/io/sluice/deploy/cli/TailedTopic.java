package io.sluice.deploy.cli;

import io.sluice.schemas.DeadLetter;
import io.sluice.schemas.Decision;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.LabelEvent;
import io.sluice.schemas.ThroughputReport;
import io.sluice.schemas.Topics;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * A topic that can be followed from the command line.
 *
 * @param command name of the command
 * @param type what the topic holds
 * @param topic its name
 * @param origin the field that tells whose a record is: {@code camera} or {@code instance}
 * @param description what the command does
 */
record TailedTopic(
        String command,
        Class<? extends SpecificRecord> type,
        Function<Topics, String> topic,
        String origin,
        String description) {
    /** All of them; frames are no text. */
    static final List<TailedTopic> ALL = List.of(
            new TailedTopic(
                    "labels", FrameLabels.class, Topics::labels, "camera", "Follows the answers: one for each frame."),
            new TailedTopic(
                    "metrics",
                    ThroughputReport.class,
                    Topics::metrics,
                    "instance",
                    "Follows the throughput reports: one a second from each inference process."),
            new TailedTopic(
                    "decisions",
                    Decision.class,
                    Topics::decisions,
                    "instance",
                    "Follows the changes of operating point."),
            new TailedTopic(
                    "dead-letters",
                    DeadLetter.class,
                    Topics::deadLetters,
                    "camera",
                    "Follows the reports of frames that could not be read."),
            new TailedTopic(
                    "intervals",
                    LabelEvent.class,
                    Topics::events,
                    "camera",
                    "Follows what 'sluice events' makes of the answers: what cameras showed, and from when to when."));
}
