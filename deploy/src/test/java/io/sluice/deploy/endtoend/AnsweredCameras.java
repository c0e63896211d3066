package io.sluice.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.deploy.topics.TopicLayout;
import io.sluice.deploy.topics.TopicSetup;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.Frame;
import io.sluice.schemas.FrameCounts;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.ImageEncoding;
import io.sluice.schemas.Label;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Quality;
import io.sluice.schemas.RecordPosition;
import io.sluice.schemas.ThroughputReport;
import io.sluice.schemas.Timings;
import io.sluice.schemas.Topics;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes what cameras and inference processes would: five frames a second of each camera with their answers, and a report a
 * second of each process. Each frame is of one colour, whose red its first label names, so that picture and label can be held
 * against each other; the first camera's texts are as long as none should be.
 */
final class AnsweredCameras implements AutoCloseable {
    /** Different pictures; then they come again. */
    static final int PICTURES = 256;

    private static final int PERIOD_MILLIS = 200;
    private static final int SIDE = 16;
    private static final String ENDLESS = "\u202e".repeat(2000);

    private final Topics topics;
    private final int cameras;
    private final int processes;
    private final List<ByteBuffer> pictures =
            IntStream.range(0, PICTURES).mapToObj(AnsweredCameras::png).toList();
    private final KafkaProducer<byte[], byte[]> producer;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private int ticks;

    /** Begins at once. */
    AnsweredCameras(Map<String, Object> kafka, Topics topics, int cameras, int processes) {
        this.topics = topics;
        this.cameras = cameras;
        this.processes = processes;
        try (Admin admin = Admin.create(kafka)) {
            new TopicSetup(admin, topics).create(TopicLayout.DEFAULT);
        }
        producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
        var unused = clock.scheduleAtFixedRate(this::tick, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static ByteBuffer png(int red) {
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(new Color(red, 128, 128));
        graphics.fillRect(0, 0, SIDE, SIDE);
        graphics.dispose();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(file.toByteArray());
    }

    private void tick() {
        List<Future<RecordMetadata>> frames = new ArrayList<>();
        for (int camera = 0; camera < cameras; camera++) {
            frames.add(send(topics.frames(), name(camera), frame(camera)));
        }
        for (int camera = 0; camera < cameras; camera++) {
            var unused = send(topics.labels(), name(camera), answer(camera, position(frames.get(camera))));
        }
        if (ticks % (1000 / PERIOD_MILLIS) < processes) {
            var unused = send(topics.metrics(), "", report(ticks % (1000 / PERIOD_MILLIS)));
        }
        ticks++;
    }

    private static RecordPosition position(Future<RecordMetadata> frame) {
        try {
            RecordMetadata at = frame.get();
            return new RecordPosition(at.topic(), at.partition(), at.offset());
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Future<RecordMetadata> send(String topic, String key, SpecificRecord value) {
        return producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), bytes(value)));
    }

    @SuppressWarnings("unchecked")
    private static <T extends SpecificRecord> byte[] bytes(T value) {
        return new AvroCodec<>((Class<T>) value.getClass()).encode(value);
    }

    private static String name(int camera) {
        return "camera-" + camera;
    }

    /** So that no two cameras that are near each other show the same. */
    private int picture(int camera) {
        return (ticks + 5 * camera) % PICTURES;
    }

    private Frame frame(int camera) {
        ByteBuffer picture = pictures.get(picture(camera)).duplicate();
        return new Frame(name(camera), "s1", (long) ticks, Instant.now(), SIDE, SIDE, ImageEncoding.PNG, picture);
    }

    private FrameLabels answer(int camera, RecordPosition frame) {
        Instant now = Instant.now();
        String text = camera == 0 ? ENDLESS : "text";
        return FrameLabels.newBuilder()
                .setCamera(name(camera))
                .setSession("s1")
                .setSequence((long) ticks)
                .setSource(frame)
                .setOutcome(Outcome.LABELLED)
                .setReason(text)
                .setLabels(labels(picture(camera), text))
                .setQuality(quality(text))
                .setTimings(Timings.newBuilder()
                        .setCaptured(now.minusMillis(40))
                        .setReceived(now.minusMillis(30))
                        .setBatched(now.minusMillis(20))
                        .setInferred(now.minusMillis(10))
                        .setPublished(now)
                        .build())
                .setBatchSize(1)
                .setProvider(text)
                .build();
    }

    private static List<Label> labels(int picture, String text) {
        List<Label> labels = new ArrayList<>(List.of(new Label(0, "red " + picture, picture / (float) PICTURES)));
        IntStream.range(1, 5).mapToObj(index -> new Label(index, text, 0.01f)).forEach(labels::add);
        return labels;
    }

    private static Quality quality(String text) {
        return Quality.newBuilder()
                .setModel(text)
                .setReducer(text)
                .setPrecision(text)
                .setTokens(145)
                .setTokensLeft(50)
                .setGmacs(0.067)
                .build();
    }

    private ThroughputReport report(int process) {
        return ThroughputReport.newBuilder()
                .setInstance("infer-" + process)
                .setAt(Instant.now())
                .setIntervalMillis(1000)
                .setInterval(new FrameCounts(100L, 100L, 0L, 0L, 0L))
                .setTotal(new FrameCounts(100L, 100L, 0L, 0L, 0L))
                .setShedByReason(Map.of())
                .setInFlight(0)
                .setFramesPerSecond(100)
                .setModel("text")
                .setReducer("text")
                .setPrecision("text")
                .build();
    }

    @Override
    public void close() {
        clock.shutdown();
        try {
            var unused = clock.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
