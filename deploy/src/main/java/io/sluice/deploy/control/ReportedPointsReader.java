package io.sluice.deploy.control;

import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.Decision;
import io.sluice.schemas.MalformedRecordException;
import io.sluice.schemas.PointFidelity;
import io.sluice.schemas.Setting;
import io.sluice.schemas.ThroughputReport;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Finds out which operating points the instances that reported last have told of. */
public final class ReportedPointsReader {
    /** Minutes of reports, and more decisions than matter. */
    private static final long RECORDS = 1_000;

    /** Instances report once a second: who has not for this long before the last one did is gone. */
    private static final Duration LATELY = Duration.ofSeconds(10);

    private final Map<String, Object> kafka;
    private final Topics topics;
    private final InstantSource clock;

    /**
     * @param kafka client properties
     * @param topics names of the topics
     * @param clock the time of day
     */
    public ReportedPointsReader(Map<String, Object> kafka, Topics topics, InstantSource clock) {
        this.kafka = Map.copyOf(kafka);
        this.topics = topics;
        this.clock = clock;
    }

    /** As they stand now. */
    public ReportedPoints read() {
        try (Consumer<byte[], byte[]> consumer = ControlClients.consumer(kafka)) {
            List<ThroughputReport> reports = lately(last(consumer, topics.metrics(), ThroughputReport.class));
            List<Decision> decisions = last(consumer, topics.decisions(), Decision.class);
            return new ReportedPoints(points(reports, decisions), List.of(topics.metrics(), topics.decisions()));
        }
    }

    /** What claims to come from the future would hide all others. */
    private List<ThroughputReport> lately(List<ThroughputReport> reports) {
        Instant latest = clock.instant().plus(LATELY);
        Instant last = reports.stream()
                .map(ThroughputReport::getAt)
                .filter(at -> at.isBefore(latest))
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        return reports.stream()
                .filter(report -> report.getAt().isAfter(last.minus(LATELY)))
                .toList();
    }

    /** Where nobody has reported, of the instance that decided last. */
    private static Set<Setting> points(List<ThroughputReport> reports, List<Decision> decisions) {
        Set<String> instances =
                reports.stream().map(ThroughputReport::getInstance).collect(Collectors.toSet());
        if (instances.isEmpty() && !decisions.isEmpty()) {
            instances.add(Collections.max(decisions, Comparator.comparing(Decision::getAt))
                    .getInstance());
        }
        Stream<Setting> decided = decisions.stream()
                .filter(decision -> instances.contains(decision.getInstance()))
                .map(Decision::getTo);
        return Stream.concat(reports.stream().flatMap(ReportedPointsReader::points), decided)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stream<Setting> points(ThroughputReport report) {
        Setting served = new Setting(report.getModel(), report.getReducer(), report.getPrecision());
        List<PointFidelity> seen = report.getLiveFidelity() == null ? List.of() : report.getLiveFidelity();
        return Stream.concat(
                Stream.of(served),
                seen.stream().map(point -> new Setting(point.getModel(), point.getReducer(), point.getPrecision())));
    }

    private static <T extends SpecificRecord> List<T> last(
            Consumer<byte[], byte[]> consumer, String topic, Class<T> type) {
        List<TopicPartition> partitions = ControlClients.partitions(consumer, topic);
        consumer.assign(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        consumer.endOffsets(partitions)
                .forEach((partition, end) -> consumer.seek(partition, Math.max(begins.get(partition), end - RECORDS)));
        List<T> found = new ArrayList<>();
        AvroCodec<T> codec = new AvroCodec<>(type);
        ControlClients.readToEnd(consumer, next -> decode(next, codec, found));
        return found;
    }

    private static <T extends SpecificRecord> void decode(
            ConsumerRecord<byte[], byte[]> next, AvroCodec<T> codec, List<T> found) {
        try {
            found.add(codec.decode(next.value()));
        } catch (MalformedRecordException e) {
            // No report: it tells of no point.
        }
    }
}
