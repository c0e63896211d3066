package io.sluice.inference.stream;

import io.sluice.inference.batch.BatchScheduler;
import io.sluice.inference.image.Decoded;
import io.sluice.inference.image.FrameDecoder;
import io.sluice.inference.image.FrameSlot;
import io.sluice.inference.image.FrameSlots;
import io.sluice.schemas.Frame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Decodes a frame into a free slot and queues it for a batch. Slots are what bounds the frames in flight: when all are
 * taken, the stream thread waits until a lane has answered one.
 */
final class DecodingAdmission implements Admission {
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final FrameDecoder decoder;
    private final FrameSlots slots;
    private final BatchScheduler<FrameTask, Answer> scheduler;

    /** @param decoder owned from now on */
    DecodingAdmission(FrameDecoder decoder, FrameSlots slots, BatchScheduler<FrameTask, Answer> scheduler) {
        this.decoder = decoder;
        this.slots = slots;
        this.scheduler = scheduler;
    }

    @Override
    public CompletableFuture<Answer> admit(Frame frame) {
        FrameSlot slot = freeSlot();
        try {
            Decoded decoded = decode(frame, slot.pixels());
            if (decoded instanceof Decoded.Unreadable unreadable) {
                slot.release();
                return CompletableFuture.completedFuture(new Answer.Rejected(unreadable.reason()));
            }
        } catch (RuntimeException e) {
            slot.release();
            throw e;
        }
        return scheduler
                .submit(new FrameTask(slot, frame.getCapturedAt()))
                .whenComplete((answer, failure) -> slot.release());
    }

    @Override
    public void close() {
        decoder.close();
    }

    private Decoded decode(Frame frame, ByteBuffer pixels) {
        return switch (frame.getEncoding()) {
            case JPEG, PNG -> decoder.decode(frame.getImage(), pixels);
            case RGB24 -> decoder.decodeRgb24(frame.getImage(), frame.getWidth(), frame.getHeight(), pixels);
        };
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
