package io.sluice.inference.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * The frames of one task in the order of their offsets, each with its answer, now or later. Answers leave in that order
 * only: one that is ready waits for those before it. Belongs to one stream thread.
 */
final class PendingAnswers {
    private record Entry(ReceivedFrame frame, CompletableFuture<Answer> answer) {}

    private final Deque<Entry> entries = new ArrayDeque<>();

    void add(ReceivedFrame frame, CompletableFuture<Answer> answer) {
        entries.add(new Entry(frame, answer));
    }

    int size() {
        return entries.size();
    }

    /** The offset of the oldest frame still here; empty when there is none. */
    OptionalLong oldestOffset() {
        return entries.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(entries.peek().frame().position().getOffset());
    }

    /**
     * Hands over every frame that is answered and has none unanswered before it.
     *
     * @throws java.util.concurrent.CompletionException with the cause, if the model failed on one: it stays here, unanswered
     */
    void drain(BiConsumer<ReceivedFrame, Answer> publish) {
        while (!entries.isEmpty() && entries.peek().answer().isDone()) {
            publishOldest(publish);
        }
    }

    /** Waits for the oldest answer and hands it over; see {@link #drain}. There must be one. */
    void awaitOldest(BiConsumer<ReceivedFrame, Answer> publish) {
        publishOldest(publish);
    }

    /** Gives up all that is left, whose answers nobody will see; returns how many frames that were. */
    int abandon() {
        int left = entries.size();
        entries.clear();
        return left;
    }

    private void publishOldest(BiConsumer<ReceivedFrame, Answer> publish) {
        Entry oldest = entries.element();
        publish.accept(oldest.frame(), oldest.answer().join());
        // Not before: what could not be published is still unanswered.
        entries.remove();
    }
}
