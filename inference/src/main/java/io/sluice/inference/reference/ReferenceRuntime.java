package io.sluice.inference.reference;

import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.vit.AmountForm;
import io.sluice.inference.weights.FloatTensor;
import java.util.List;

/** Runs a model that was compiled for the reference check. */
@FunctionalInterface
public interface ReferenceRuntime {
    /**
     * Runs pictures through a model at its operating point.
     *
     * @param model takes {@code normalized} pictures and has {@code block.i} outputs
     * @param pictures {@code [batch, 3, height, width]}, normalised
     */
    Outputs run(CompiledModel model, FloatTensor pictures);

    /** How the model is to be told its amounts. */
    default AmountForm amounts() {
        return AmountForm.INPUT;
    }

    /**
     * What a model gave.
     *
     * @param logits {@code [batch, classes]}
     * @param blocks tokens leaving each block, {@code [batch, tokens, width]}
     */
    record Outputs(FloatTensor logits, List<FloatTensor> blocks) {
        public Outputs {
            blocks = List.copyOf(blocks);
        }
    }
}
