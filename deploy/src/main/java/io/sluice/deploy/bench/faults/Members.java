package io.sluice.deploy.bench.faults;

import io.sluice.deploy.OperatorException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Several processes at once. */
final class Members {
    private Members() {}

    /** Returns when all are ready, none of which need be before the others are on their way. */
    static void startTogether(List<Member> members) {
        List<CompletableFuture<Void>> starts = members.stream()
                .map(member -> CompletableFuture.runAsync(() -> startUp(member), task -> new Thread(task).start()))
                .toList();
        try {
            starts.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            if (e.getCause() instanceof OperatorException failure) { // or the run was stopped
                throw failure;
            }
            throw new OperatorException("The processes cannot be started: " + e.getCause() + ".", e);
        }
    }

    private static void startUp(Member member) {
        try {
            member.startUp();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
