package io.sluice.inference.reduction;

import io.sluice.inference.graph.Count;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import io.sluice.inference.weights.Parameters;
import java.util.Optional;

/**
 * Where in the model a reducer adds its nodes.
 *
 * @param graph to add them to
 * @param block number of the block, from 0
 * @param amounts the model's input INT64 {@code [stages]}; absent when nothing is reduced
 * @param parameters of the checkpoint, for methods with learned parts
 */
public record Site(Graph graph, int block, Optional<Value> amounts, Parameters parameters) {
    /** What {@link io.sluice.inference.model.TokenSchedule#amounts} says of one stage. */
    Count amount(int stage) {
        Value input = amounts.orElseThrow(() -> new IllegalStateException("A graph without amounts has no stages"));
        return graph.countAt(input, stage);
    }

    /** 2 with a distillation token, else 1. */
    int specialTokens() {
        return parameters.find("dist_token").isPresent() ? 2 : 1;
    }
}
