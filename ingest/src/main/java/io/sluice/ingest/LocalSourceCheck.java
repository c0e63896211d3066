package io.sluice.ingest;

import io.sluice.ingest.source.FrameSource;
import io.sluice.ingest.source.LocalPath;
import io.sluice.ingest.source.SourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds the files and directories that no camera will ever get a picture from, each within the time for opening. */
final class LocalSourceCheck {
    private final Duration limit;

    LocalSourceCheck(Duration limit) {
        this.limit = limit;
    }

    /** Throws an {@link IngestException} that names every camera with such a file. */
    void check(List<Camera> cameras) {
        List<String> problems =
                cameras.stream().flatMap(camera -> problem(camera).stream()).toList();
        if (!problems.isEmpty()) {
            throw new IngestException(String.join(" ", problems));
        }
    }

    private Optional<String> problem(Camera camera) {
        if (!(camera.spec().uri() instanceof LocalPath local)) {
            return Optional.empty();
        }
        return problemWith(local.path(), camera)
                .map(problem -> "Camera '" + camera.spec().id() + "' cannot be opened: " + problem + ".");
    }

    private Optional<String> problemWith(Path path, Camera camera) {
        if (!Files.exists(path)) {
            return Optional.of("there is no file or directory " + path);
        }
        if (!Files.isRegularFile(path) && !Files.isDirectory(path)) {
            return Optional.of(path + " is neither a file nor a directory");
        }
        return tryToOpen(camera).map(reason -> path + " is not a video that can be read (" + reason + ")");
    }

    private Optional<String> tryToOpen(Camera camera) {
        FrameSource source = camera.sources().get();
        FutureTask<Optional<String>> attempt = new FutureTask<>(() -> openAndClose(source));
        Thread thread = new Thread(attempt, "sluice-check-" + camera.spec().id());
        thread.setDaemon(true);
        thread.start();
        try {
            return attempt.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            source.interrupt();
            return Optional.of("nothing came within " + limit.toSeconds() + " s");
        } catch (InterruptedException e) {
            source.interrupt();
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("opening " + camera.spec().uri() + " failed", e.getCause());
        }
    }

    private static Optional<String> openAndClose(FrameSource source) {
        try (source) {
            source.open();
            return Optional.empty();
        } catch (SourceException e) {
            return Optional.of(e.getMessage());
        }
    }
}
