package io.sluice.deploy.bench.load;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.demo.TopicReader;
import io.sluice.deploy.topics.TopicLayout;
import io.sluice.deploy.topics.TopicSetup;
import io.sluice.inference.stream.InferenceService;
import io.sluice.inference.stream.InferenceSettings;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** The whole way of a frame on topics of its own, which go when it is closed: cameras, inference, a consumer of the answers. */
final class Pipeline implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Rig rig;
    private final Topics topics = new Topics("bench-" + UUID.randomUUID());
    private final AnswerLog answers;
    private final CameraSender cameras;
    private final TopicReader<FrameLabels> reader;
    private final InferenceService service;
    private final CloseStack closing = new CloseStack();

    /** Ready but for {@link #start}: models are warm, cameras may send. */
    Pipeline(Rig rig, Contender contender, Footage footage, int cameraCount) {
        this.rig = rig;
        answers = new AnswerLog(rig.clock());
        try {
            Admin admin = Admin.create(rig.kafka());
            closing.add(() -> admin.close(PATIENCE));
            closing.add(() -> admin.deleteTopics(topics.all()));
            new TopicSetup(admin, topics).create(TopicLayout.DEFAULT);
            service = service(contender);
            closing.add(service::close);
            cameras = new CameraSender(topics.frames(), cameraCount, footage, rig.kafka(), rig.ticker());
            closing.add(cameras::close);
            reader = new TopicReader<>(topics.labels(), FrameLabels.class, rig.kafka(), answers::accept);
            closing.add(reader::close);
        } catch (RuntimeException e) {
            closing.add(() -> {
                throw e; // what closing throws as well is added to it
            });
            closing.close();
            throw e;
        }
    }

    private InferenceService service(Contender contender) {
        return new InferenceService(
                settings(contender),
                contender.engines(),
                contender.steering(),
                rig.names(),
                topics.prefix(),
                rig.kafka(),
                rig.clock(),
                rig.ticker()::nanos);
    }

    private InferenceSettings settings(Contender contender) {
        int maxBatch = contender.maxBatch();
        InferenceSettings usual = InferenceSettings.forDevice(
                contender.engines().provider(),
                topics,
                rig.lanes(),
                Runtime.getRuntime().availableProcessors());
        return new InferenceSettings(
                topics,
                usual.applicationId(),
                usual.streamThreads(),
                usual.batching(),
                maxBatch,
                Math.max(usual.framesInFlight(), maxBatch * rig.lanes()),
                1,
                usual.reportInterval());
    }

    CameraSender cameras() {
        return cameras;
    }

    AnswerLog answers() {
        return answers;
    }

    /** Starts inference and waits until it has its partitions. */
    void start() throws InterruptedException {
        service.start();
        try {
            service.running().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new OperatorException("Inference did not start within " + PATIENCE.toSeconds() + " s.", e);
        }
    }

    /** Fails if any part has failed. */
    void requireAlive() {
        if (service.ended().isCompletedExceptionally()) {
            service.ended().join();
        }
        if (reader.ended().isCompletedExceptionally()) {
            reader.ended().join();
        }
    }

    @Override
    public void close() {
        closing.close();
    }
}
