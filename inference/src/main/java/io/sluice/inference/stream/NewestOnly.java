package io.sluice.inference.stream;

import io.sluice.inference.control.CameraPolicies;
import io.sluice.inference.control.Freshness;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Gives up the frames of cameras that want an {@linkplain Freshness.Newest answer to their newest frame only}. */
final class NewestOnly {
    private record Waiting(FrameTask task, CompletableFuture<Answer> answer) {}

    private final CameraPolicies cameras;
    private final ConcurrentMap<String, Waiting> byCamera = new ConcurrentHashMap<>();

    /** @param cameras what they ask for */
    NewestOnly(CameraPolicies cameras) {
        this.cameras = cameras;
    }

    /** A frame of {@code camera} has arrived: gives up the one before it, unless a lane has taken that. */
    void arrived(String camera) {
        Waiting older = byCamera.remove(camera);
        if (older != null && older.task().claim()) {
            older.answer().complete(Answer.Shed.SUPERSEDED);
        }
    }

    /** A frame waits for its batch. */
    void waits(FrameTask task, CompletableFuture<Answer> answer) {
        if (cameras.of(task.camera()).freshness() instanceof Freshness.Newest) {
            Waiting waiting = new Waiting(task, answer);
            byCamera.put(task.camera(), waiting);
            var unused = answer.whenComplete((given, failure) -> byCamera.remove(task.camera(), waiting));
        }
    }
}
