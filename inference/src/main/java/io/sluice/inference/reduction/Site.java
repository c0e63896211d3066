package io.sluice.inference.reduction;

import io.sluice.inference.graph.Count;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.weights.Parameters;

/**
 * Where in the model a reducer adds its nodes.
 *
 * @param graph to add them to
 * @param block number of the block, from 0
 * @param amounts of the stages
 * @param parameters of the checkpoint, for methods with learned parts
 */
public record Site(Graph graph, int block, Amounts amounts, Parameters parameters) {
    /** What {@link io.sluice.inference.model.TokenSchedule#amounts} says of one stage. */
    Count amount(int stage) {
        return amounts.of(graph, stage);
    }

    /** 2 with a distillation token, else 1. */
    int specialTokens() {
        return parameters.find("dist_token").isPresent() ? 2 : 1;
    }
}
