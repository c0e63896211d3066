package io.sluice.deploy.cli;

import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.reduction.TokenReducer;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** What a model is compiled with; part of {@link ModelOptions}, and by itself where a file is only looked into. */
final class ReducerOption {
    @Option(
            names = "--reducer",
            paramLabel = "SPEC",
            description = "How tokens are shed: none, ppt:r=50, evit:keep=0.7, etps:keep=0.7, tome:r=13,"
                    + " dynamicvit:keep=0.7, dtps:keep=0.7, topk:keep=0.7, random:keep=0.7, with more parameters such"
                    + " as ppt:r=50,threshold=7e-5,blocks=3+6+9 (default: none; of a built model, what it was built"
                    + " for).")
    private ReducerSpec reducer;

    @Option(
            names = "--heads",
            paramLabel = "N",
            description = "Attention heads, where the checkpoint does not say (default: one for 64 channels).")
    private Integer heads;

    /** Reads a spec and makes sure that there is such a method with such parameters. */
    static ReducerSpec parse(String text) {
        ReducerSpec spec = ReducerSpec.parse(text);
        TokenReducer.of(spec);
        return spec;
    }

    Optional<ReducerSpec> reducer() {
        return Optional.ofNullable(reducer);
    }

    OptionalInt heads() {
        return heads == null ? OptionalInt.empty() : OptionalInt.of(heads);
    }
}
