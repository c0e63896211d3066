package io.sluice.inference.reduction;

import io.sluice.inference.graph.Count;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import java.util.List;

/** How a graph knows what its stages are to do: {@link io.sluice.inference.model.TokenSchedule#amounts}. */
public sealed interface Amounts {
    /** Of one stage, in the graph that needs it. */
    Count of(Graph graph, int stage);

    /**
     * Told at each run.
     *
     * @param input of the model, INT64 {@code [stages]}
     */
    record Input(Value input) implements Amounts {
        @Override
        public Count of(Graph graph, int stage) {
            return graph.countAt(input, stage);
        }
    }

    /**
     * Always the same; none where nothing is reduced. All sizes but the batch are then known when the graph is built.
     *
     * @param numbers one a stage
     */
    record Baked(List<Integer> numbers) implements Amounts {
        public Baked {
            numbers = List.copyOf(numbers);
        }

        @Override
        public Count of(Graph graph, int stage) {
            return graph.count(numbers.get(stage));
        }
    }
}
