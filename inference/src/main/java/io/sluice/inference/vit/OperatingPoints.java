package io.sluice.inference.vit;

import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.reduction.TokenReducer;

/** Works out what a reducer spec means for a model. */
public final class OperatingPoints {
    private OperatingPoints() {}

    /**
     * The operating point of a spec.
     *
     * @throws IllegalArgumentException with one sentence for the user where the spec does not fit the model
     */
    public static OperatingPoint of(ModelId model, VitShape shape, ReducerSpec spec, Precision precision) {
        TokenReducer reducer = TokenReducer.of(spec);
        TokenSchedule schedule = reducer.schedule(shape);
        return new OperatingPoint(
                model,
                reducer.spec(),
                precision,
                schedule,
                Macs.of(shape, reducer, schedule).total());
    }

    /**
     * Another operating point that a compiled model can be run at: the same method, blocks and so on, another amount.
     *
     * @throws IllegalArgumentException with one sentence for the user where the model's graph is of another family
     */
    public static OperatingPoint sibling(CompiledModel model, ReducerSpec spec) {
        ReducerSpec own = TokenReducer.of(model.point().reducer()).family();
        if (!TokenReducer.of(spec).family().equals(own)) {
            throw new IllegalArgumentException("The model was compiled for '"
                    + model.point().reducer() + "' and cannot be run as '" + spec
                    + "': expected another amount of '" + own + "'.");
        }
        return of(model.id(), model.shape(), spec, model.point().precision());
    }
}
