package io.sluice.inference.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Every meter of Sluice's own: name, kind, unit, labels and what it tells. Names and units are a contract with dashboards and
 * alerts; {@link #table()} is their documentation.
 */
public enum Metric {
    FRAMES_OFFERED(
            "sluice.frames.offered", Kind.COUNTER, Unit.NONE, "Records taken from the frames topic.", Label.CAMERA),
    FRAMES_LABELLED("sluice.frames.labelled", Kind.COUNTER, Unit.NONE, "Frames answered with labels.", Label.CAMERA),
    FRAMES_SHED(
            "sluice.frames.shed",
            Kind.COUNTER,
            Unit.NONE,
            "Frames answered as given up: `stale` (older than the max-age of its camera), `outweighed` (by cameras of more"
                    + " weight), `superseded` (by a newer frame of its camera).",
            Label.CAMERA,
            Label.REASON),
    FRAMES_REJECTED(
            "sluice.frames.rejected",
            Kind.COUNTER,
            Unit.NONE,
            "Records answered as unreadable: `record` (no frame record), `contract` (a frame that contradicts itself),"
                    + " `picture` (no picture that can be read).",
            Label.CAMERA,
            Label.REASON),
    FRAMES_HANDED_BACK(
            "sluice.frames.handed.back",
            Kind.COUNTER,
            Unit.NONE,
            "Frames left unanswered when their partition moved to another process, which takes them anew."),
    FRAMES_IN_FLIGHT(
            "sluice.frames.in.flight",
            Kind.GAUGE,
            Unit.NONE,
            "Frames taken and not yet answered. In every scrape: offered = labelled + shed + rejected + handed back + in"
                    + " flight."),
    FRAMES_TOKENS(
            "sluice.frames.tokens",
            Kind.COUNTER,
            Unit.NONE,
            "Tokens that left the last block, summed over labelled frames; over labelled frames: tokens per frame."),
    FRAMES_GMACS(
            "sluice.frames.gmacs",
            Kind.COUNTER,
            Unit.NONE,
            "Multiply-accumulates in billions, summed over labelled frames."),
    FRAME_AGE(
            "sluice.frame.age",
            Kind.HISTOGRAM,
            Unit.SECONDS,
            "From capture to the answer, of labelled frames. The sum of the next four."),
    FRAME_TRANSIT(
            "sluice.frame.transit", Kind.HISTOGRAM, Unit.SECONDS, "From capture until inference took it from Kafka."),
    FRAME_QUEUE(
            "sluice.frame.queue",
            Kind.HISTOGRAM,
            Unit.SECONDS,
            "From then until its batch was handed to the model: decoding, and waiting for a lane and a batch."),
    FRAME_COMPUTE("sluice.frame.compute", Kind.HISTOGRAM, Unit.SECONDS, "Its batch in the model."),
    FRAME_PUBLISH(
            "sluice.frame.publish",
            Kind.HISTOGRAM,
            Unit.SECONDS,
            "From the model's answer until it was given to Kafka."),
    CAMERA_AGE(
            "sluice.camera.age",
            Kind.COUNTER,
            Unit.SECONDS,
            "Ages of labelled frames, summed; over labelled frames: the mean age of a camera's answers.",
            Label.CAMERA),
    BATCH_SERVICE(
            "sluice.batch.service", Kind.HISTOGRAM, Unit.SECONDS, "Service time: one run of the model on a batch."),
    BATCH_SIZE("sluice.batch.size", Kind.HISTOGRAM, Unit.NONE, "Frames in a batch."),
    BATCH_BOUND("sluice.batch.bound", Kind.GAUGE, Unit.NONE, "Largest batch that control allows now, in frames."),
    OPERATING_POINT(
            "sluice.operating.point.info",
            Kind.GAUGE,
            Unit.NONE,
            "1, with the operating point that serves now as labels; only that one is there.",
            Label.MODEL,
            Label.REDUCER,
            Label.PRECISION,
            Label.PROVIDER),
    OPERATING_POINT_TOKENS(
            "sluice.operating.point.tokens", Kind.GAUGE, Unit.NONE, "Tokens that leave the last block at it."),
    OPERATING_POINT_GMACS(
            "sluice.operating.point.gmacs", Kind.GAUGE, Unit.NONE, "Its multiply-accumulates a frame, in billions."),
    OPERATING_POINT_FIDELITY(
            "sluice.operating.point.fidelity",
            Kind.GAUGE,
            Unit.NONE,
            "Share of frames, 0 to 1, on which it names the same best class as the dense model, as is known now; NaN where"
                    + " not measured."),
    FIDELITY_CALIBRATED(
            "sluice.fidelity.calibrated",
            Kind.GAUGE,
            Unit.NONE,
            "The same of each point of the ladder, as calibration found it; absent where not measured.",
            Label.MODEL,
            Label.REDUCER,
            Label.PRECISION),
    FIDELITY_LIVE(
            "sluice.fidelity.live",
            Kind.GAUGE,
            Unit.NONE,
            "The same as seen on frames of these cameras that were run at a second point; absent until there are any.",
            Label.MODEL,
            Label.REDUCER,
            Label.PRECISION),
    DECISIONS("sluice.decisions", Kind.COUNTER, Unit.NONE, "Changes of operating point."),
    LAG(
            "sluice.consumer.lag",
            Kind.GAUGE,
            Unit.RECORDS,
            "Records on the owned partitions of the frames topic that have not been taken yet; NaN when not known."),
    READY("sluice.ready", Kind.GAUGE, Unit.NONE, "1 when the process does its work (as `/health/ready`), else 0."),

    KAFKA_CONSUMED("sluice.kafka.consumer.records", Kind.COUNTER, Unit.NONE, "Records fetched by the consumers."),
    KAFKA_CONSUMED_BYTES("sluice.kafka.consumer.fetched", Kind.COUNTER, Unit.BYTES, "Bytes fetched by the consumers."),
    KAFKA_FETCH_LATENCY(
            "sluice.kafka.consumer.fetch.latency", Kind.GAUGE, Unit.SECONDS, "Mean time a fetch takes, of late."),
    KAFKA_REBALANCES("sluice.kafka.consumer.rebalances", Kind.COUNTER, Unit.NONE, "Rebalances taken part in."),
    KAFKA_SENT("sluice.kafka.producer.records", Kind.COUNTER, Unit.NONE, "Records sent by the producers of answers."),
    KAFKA_SENT_BYTES("sluice.kafka.producer.sent", Kind.COUNTER, Unit.BYTES, "Bytes sent by them."),
    KAFKA_SEND_LATENCY(
            "sluice.kafka.producer.request.latency", Kind.GAUGE, Unit.SECONDS, "Mean time a request takes, of late."),
    KAFKA_SEND_ERRORS("sluice.kafka.producer.errors", Kind.COUNTER, Unit.NONE, "Records that could not be sent."),
    KAFKA_SEND_RETRIES("sluice.kafka.producer.retries", Kind.COUNTER, Unit.NONE, "Records that were sent again."),
    STREAMS_THREADS("sluice.kafka.streams.threads", Kind.GAUGE, Unit.NONE, "Stream threads alive."),
    STREAMS_FAILED("sluice.kafka.streams.failed.threads", Kind.COUNTER, Unit.NONE, "Stream threads that have died."),
    STREAMS_COMMIT_LATENCY(
            "sluice.kafka.streams.commit.latency", Kind.GAUGE, Unit.SECONDS, "Mean time a commit takes, of late."),
    STREAMS_PROCESS_RATIO(
            "sluice.kafka.streams.process.ratio",
            Kind.GAUGE,
            Unit.NONE,
            "Share of their time, 0 to 1, that stream threads spend on frames; the mean of the threads."),
    STREAMS_POLL_RATIO(
            "sluice.kafka.streams.poll.ratio", Kind.GAUGE, Unit.NONE, "The same, on waiting for and reading records."),

    INGEST_CAPTURED("sluice.ingest.captured", Kind.COUNTER, Unit.NONE, "Frames taken from the source.", Label.CAMERA),
    INGEST_PUBLISHED("sluice.ingest.published", Kind.COUNTER, Unit.NONE, "Frames that Kafka has.", Label.CAMERA),
    INGEST_SHED(
            "sluice.ingest.shed",
            Kind.COUNTER,
            Unit.NONE,
            "Frames dropped because Kafka took them too slowly.",
            Label.CAMERA),
    INGEST_FAILED(
            "sluice.ingest.failed", Kind.COUNTER, Unit.NONE, "Frames that could not be encoded or sent.", Label.CAMERA),
    INGEST_IN_FLIGHT(
            "sluice.ingest.in.flight", Kind.GAUGE, Unit.NONE, "Frames captured and none of these yet.", Label.CAMERA),
    INGEST_UNDECODABLE(
            "sluice.ingest.undecodable",
            Kind.COUNTER,
            Unit.NONE,
            "Damaged frames of a stream that were left out.",
            Label.CAMERA),
    INGEST_RECONNECTS(
            "sluice.ingest.reconnects",
            Kind.COUNTER,
            Unit.NONE,
            "How often the camera was opened again.",
            Label.CAMERA),
    INGEST_ENCODE(
            "sluice.ingest.encode",
            Kind.COUNTER,
            Unit.SECONDS,
            "Time that encoding took, summed; over captured frames: a frame's.",
            Label.CAMERA),
    INGEST_ACKNOWLEDGE(
            "sluice.ingest.acknowledge",
            Kind.COUNTER,
            Unit.SECONDS,
            "Time from handing a frame to Kafka's producer until Kafka had it, summed; over published frames: a frame's.",
            Label.CAMERA),
    INGEST_CAMERA_UP(
            "sluice.ingest.camera.up",
            Kind.GAUGE,
            Unit.NONE,
            "1 while the camera delivers frames, else 0.",
            Label.CAMERA),
    INGEST_CAMERA_ENDED(
            "sluice.ingest.camera.ended",
            Kind.GAUGE,
            Unit.NONE,
            "1 when all that the camera had has been played, else 0.",
            Label.CAMERA),
    INGEST_BROKER_UP("sluice.ingest.broker.up", Kind.GAUGE, Unit.NONE, "1 while Kafka answers, else 0.");

    /** What a meter is. */
    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    /** What it counts in. */
    public enum Unit {
        NONE,
        SECONDS,
        BYTES,
        RECORDS;

        /** Null for none, as Micrometer wants it. */
        String base() {
            return this == NONE ? null : name().toLowerCase(Locale.ROOT);
        }
    }

    /** Names of labels. {@link #CAMERA} alone has many values. */
    enum Label {
        CAMERA,
        REASON,
        MODEL,
        REDUCER,
        PRECISION,
        PROVIDER;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String meter;
    private final Kind kind;
    private final Unit unit;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // it is one of List.of
    private final List<Label> labels;

    Metric(String meter, Kind kind, Unit unit, String description, Label... labels) {
        this.meter = meter;
        this.kind = kind;
        this.unit = unit;
        this.description = description;
        this.labels = List.of(labels);
    }

    /** As Micrometer knows it. */
    String meter() {
        return meter;
    }

    /** Whether it only grows, say. */
    public Kind kind() {
        return kind;
    }

    Unit unit() {
        return unit;
    }

    String description() {
        return description;
    }

    List<Label> labels() {
        return labels;
    }

    /** As Prometheus knows it; a histogram also with {@code _bucket}, {@code _sum}, {@code _count} and {@code _max} behind it. */
    public String prometheusName() {
        String unitSuffix = unit == Unit.NONE ? "" : "_" + unit.base();
        return meter.replace('.', '_') + unitSuffix + (kind == Kind.COUNTER ? "_total" : "");
    }

    /** The reference of all meters: a table in Markdown. */
    public static String table() {
        return "| metric | kind | labels | what |\n|---|---|---|---|\n"
                + Arrays.stream(values()).map(Metric::row).collect(Collectors.joining());
    }

    private String row() {
        String names = labels.stream().map(label -> "`" + label.key() + "`").collect(Collectors.joining(", "));
        String row = "| `" + prometheusName() + "` | " + kind.name().toLowerCase(Locale.ROOT) + " | " + names + " | "
                + description + " |\n";
        return kind == Kind.HISTOGRAM ? row + maximumRow(names) : row;
    }

    private String maximumRow(String names) {
        return "| `" + prometheusName() + "_max` | gauge | " + names
                + " | The largest of these, of the last minutes. |\n";
    }
}
