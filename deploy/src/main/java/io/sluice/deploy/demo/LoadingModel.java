package io.sluice.deploy.demo;

import io.sluice.deploy.calibration.AdaptiveModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** A model that is being loaded on another thread; closed with this, whether or not anybody came to take it. */
final class LoadingModel implements AutoCloseable {
    private final CompletableFuture<AdaptiveModel> loaded = new CompletableFuture<>();

    /** Begins to load. */
    LoadingModel(Supplier<AdaptiveModel> loader) {
        Thread thread = new Thread(() -> loaded.completeAsync(loader, Runnable::run), "sluice-load-model");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits until it is loaded.
     *
     * @throws CompletionException around what the loader threw
     */
    AdaptiveModel get() {
        return loaded.join();
    }

    @Override
    public void close() {
        loaded.thenAccept(AdaptiveModel::close).exceptionally(failure -> null).join();
    }
}
