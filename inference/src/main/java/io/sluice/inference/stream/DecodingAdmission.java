package io.sluice.inference.stream;

import io.sluice.inference.batch.BatchScheduler;
import io.sluice.inference.control.ControlLoop;
import io.sluice.inference.control.Triage;
import io.sluice.inference.image.Decoded;
import io.sluice.inference.image.FrameDecoder;
import io.sluice.inference.image.FrameSlot;
import io.sluice.inference.image.FrameSlots;
import io.sluice.inference.image.PictureClaim;
import io.sluice.inference.image.PictureFormat;
import io.sluice.inference.model.RejectReason;
import io.sluice.inference.tracing.AnswerTrace;
import io.sluice.schemas.Frame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Decodes a frame into a free slot and queues it for a batch, unless it is given up at once: the answer would come too late.
 * Slots are what bounds the frames in flight: when all are taken, the stream thread waits until a lane has answered one.
 */
final class DecodingAdmission implements Admission {
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final FrameDecoder decoder;
    private final FrameSlots slots;
    private final BatchScheduler<FrameTask, Answer> scheduler;
    private final InferenceLane.Steered steered;
    private final NewestOnly newest;
    private final InstantSource clock;

    /** @param decoder owned from now on */
    DecodingAdmission(
            FrameDecoder decoder,
            FrameSlots slots,
            BatchScheduler<FrameTask, Answer> scheduler,
            InferenceLane.Steered steered,
            InstantSource clock) {
        this.decoder = decoder;
        this.slots = slots;
        this.scheduler = scheduler;
        this.steered = steered;
        this.newest = new NewestOnly(steered.control().cameras());
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Answer> admit(Frame frame, AnswerTrace trace) {
        Optional<Triage.GivenUp> reason = reasonToShed(frame);
        if (reason.isPresent()) {
            return CompletableFuture.completedFuture(Answer.Shed.of(reason.get()));
        }
        FrameSlot slot = freeSlot();
        try {
            trace.decoding();
            Decoded decoded = decode(frame, slot.pixels());
            trace.decoded();
            if (decoded instanceof Decoded.Unreadable unreadable) {
                slot.release();
                return CompletableFuture.completedFuture(
                        new Answer.Rejected(RejectReason.PICTURE, unreadable.reason()));
            }
        } catch (RuntimeException e) {
            slot.release();
            throw e;
        }
        newest.arrived(frame.getCamera());
        FrameTask task = new FrameTask(slot, frame.getCamera(), frame.getCapturedAt());
        CompletableFuture<Answer> answer = scheduler.submit(task);
        newest.waits(task, answer);
        return answer.whenComplete((given, failure) -> slot.release());
    }

    /**
     * Before it is decoded, and before it waits: what would be given up later holds up the others. A frame that holds up
     * nobody is not given up for a prediction, which could not be found wrong if nothing were run.
     */
    private Optional<Triage.GivenUp> reasonToShed(Frame frame) {
        ControlLoop control = steered.control();
        int waiting = scheduler.waiting();
        Duration wait = waiting == 0 ? Duration.ZERO : steered.gauge().timeToAnswer(control.fastest(), waiting);
        Instant now = clock.instant();
        Duration age = FrameTask.age(frame.getCapturedAt(), now);
        return control.reasonToShed(frame.getCamera(), age.plus(wait), now);
    }

    @Override
    public void close() {
        decoder.close();
    }

    private Decoded decode(Frame frame, ByteBuffer pixels) {
        return switch (frame.getEncoding()) {
            case JPEG -> decoder.decode(frame.getImage(), claim(PictureFormat.JPEG, frame), pixels);
            case PNG -> decoder.decode(frame.getImage(), claim(PictureFormat.PNG, frame), pixels);
            case RGB24 -> decoder.decodeRgb24(frame.getImage(), frame.getWidth(), frame.getHeight(), pixels);
        };
    }

    private static PictureClaim claim(PictureFormat format, Frame frame) {
        return new PictureClaim(format, frame.getWidth(), frame.getHeight());
    }

    private FrameSlot freeSlot() {
        try {
            Optional<FrameSlot> slot = slots.acquire(WAIT);
            while (slot.isEmpty()) {
                slot = slots.acquire(WAIT);
            }
            return slot.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
