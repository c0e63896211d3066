package io.sluice.deploy.bench.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.deploy.bench.faults.History.Answered;
import io.sluice.deploy.bench.faults.History.Name;
import io.sluice.deploy.bench.faults.History.Position;
import io.sluice.deploy.bench.faults.History.Sent;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.Frame;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.ThroughputReport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What the checks want to know of the records on the topics. Belongs to one thread. */
final class TopicRecords {
    private static final String SOURCE = "/sluice/inference/";

    private final AvroCodec<Frame> frames = new AvroCodec<>(Frame.class);
    private final AvroCodec<FrameLabels> labels = new AvroCodec<>(FrameLabels.class);
    private final AvroCodec<ThroughputReport> reports = new AvroCodec<>(ThroughputReport.class);

    Sent sent(ConsumerRecord<byte[], byte[]> record) {
        Frame frame = frames.decode(record.value());
        return new Sent(at(record), new Name(frame.getCamera(), frame.getSession(), frame.getSequence()));
    }

    Answered answered(ConsumerRecord<byte[], byte[]> record) {
        FrameLabels answer = labels.decode(record.value());
        return new Answered(
                at(record),
                new Position(
                        answer.getSource().getPartition(), answer.getSource().getOffset()),
                new Name(answer.getCamera(), answer.getSession(), answer.getSequence()),
                answer.getOutcome().name(),
                instance(record));
    }

    ThroughputReport report(ConsumerRecord<byte[], byte[]> record) {
        return reports.decode(record.value());
    }

    private static Position at(ConsumerRecord<byte[], byte[]> record) {
        return new Position(record.partition(), record.offset());
    }

    /** The inference process that wrote a record. */
    static String instance(ConsumerRecord<byte[], byte[]> record) {
        Header source = record.headers().lastHeader("ce_source");
        return source == null ? "" : new String(source.value(), UTF_8).substring(SOURCE.length());
    }
}
