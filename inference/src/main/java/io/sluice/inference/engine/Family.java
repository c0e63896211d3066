package io.sluice.inference.engine;

import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is built into a compiled graph; operating points that agree in it are served by the same graph.
 *
 * @param model which weights
 * @param method of the reducer
 * @param fixed the reducer's parameters but for its amount
 * @param precision of the matrix products
 * @param stages number of amounts that the graph is told
 * @param baked the amounts themselves when the graph does not take them as input, else empty
 */
record Family(
        ModelId model, String method, Map<String, String> fixed, Precision precision, int stages, List<Integer> baked) {
    /** The parameters that say how much is reduced: the keep rate, or the tokens to remove and how they spread over blocks. */
    private static final Set<String> AMOUNT_PARAMETERS = Set.of("keep", "r", "inflect");

    /**
     * Of an operating point.
     *
     * @param amountsAreInput whether the graph has the input {@value CompiledModel#AMOUNTS}
     */
    static Family of(OperatingPoint point, boolean amountsAreInput) {
        Map<String, String> fixed = new TreeMap<>(point.reducer().parameters());
        fixed.keySet().removeAll(AMOUNT_PARAMETERS);
        List<Integer> amounts = point.schedule().amounts();
        return new Family(
                point.model(),
                point.reducer().method(),
                fixed,
                point.precision(),
                amounts.size(),
                amountsAreInput ? List.of() : amounts);
    }
}
