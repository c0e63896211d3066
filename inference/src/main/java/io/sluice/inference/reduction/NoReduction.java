package io.sluice.inference.reduction;

import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import java.util.Collections;
import java.util.List;

/** The dense model: every token goes through every block. */
record NoReduction() implements TokenReducer {
    static final String METHOD = "none";

    static NoReduction of(ReducerSpec spec) {
        new SpecReader(spec).requireNothingElse();
        return new NoReduction();
    }

    @Override
    public ReducerSpec spec() {
        return ReducerSpec.NONE;
    }

    @Override
    public ReducerSpec family() {
        return ReducerSpec.NONE;
    }

    @Override
    public TokenSchedule schedule(VitShape shape) {
        List<Integer> all = Collections.nCopies(shape.depth(), shape.tokens());
        return new TokenSchedule(shape.tokens(), all, all, List.of());
    }

    @Override
    public long macs(VitShape shape, TokenSchedule schedule, int block) {
        return 0;
    }
}
