package io.sluice.deploy.modeling;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.inference.engine.EngineException;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.model.Precision;
import io.sluice.inference.reference.ReferenceCheck;
import io.sluice.inference.reference.ReferenceResult;
import io.sluice.inference.weights.CheckpointException;
import java.nio.file.Path;
import java.util.List;

/**
 * How a reference vector fared.
 *
 * @param name of the case
 * @param reducer of the case; null where it cannot be read
 * @param maxRelativeError largest difference of a logit over the largest logit; null where nothing could be compared
 * @param tokens leaving each block, as they were run; empty where nothing was run
 * @param expectedTokens leaving each block, as the case has them; empty where it cannot be read
 * @param pass whether it agrees
 * @param problem what is wrong; null where it passes
 */
public record CaseReport(
        @JsonProperty("case") String name,
        String reducer,
        Double maxRelativeError,
        List<Integer> tokens,
        List<Integer> expectedTokens,
        boolean pass,
        @JsonInclude(JsonInclude.Include.NON_NULL) String problem) {
    /**
     * Runs one case.
     *
     * @param options what to run it on
     */
    public static CaseReport check(Path file, Precision precision, EngineOptions options) {
        try {
            return of(new ReferenceCheck(new EngineReferenceRuntime(options), precision).check(file));
        } catch (CheckpointException | IllegalArgumentException | EngineException e) {
            String name = file.getFileName().toString().replaceFirst("\\.safetensors$", "");
            return new CaseReport(name, null, null, List.of(), List.of(), false, e.getMessage());
        }
    }

    private static CaseReport of(ReferenceResult result) {
        double error = result.maxRelativeError();
        return new CaseReport(
                result.name(),
                result.reducer().toString(),
                Double.isFinite(error) ? error : null,
                result.tokens(),
                result.expectedTokens(),
                result.passed(),
                problem(result));
    }

    private static String problem(ReferenceResult result) {
        return switch (result.outcome()) {
            case PASSED -> null;
            case NOT_BUILT -> "Reducer '" + result.reducer().method() + "' is not built yet.";
            case FAILED ->
                result.tokens().equals(result.expectedTokens())
                        ? "The error is " + result.tolerance() + deviation(result) + "."
                        : "Expected tokens " + result.expectedTokens() + " after its blocks.";
        };
    }

    private static String deviation(ReferenceResult result) {
        return result.firstDeviation().isPresent()
                ? "; the class token is off from block "
                        + result.firstDeviation().getAsInt() + " on"
                : "";
    }
}
