package io.sluice.inference.vit;

import io.sluice.inference.graph.Value;
import io.sluice.inference.reduction.AttentionView;

/** A block's attention: what it yields, and what it shows to a reducer. */
interface Attention extends AttentionView {
    /** {@code [batch, tokens, width]}: what each token gathered. */
    Value output();
}
