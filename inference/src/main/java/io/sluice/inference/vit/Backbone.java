package io.sluice.inference.vit;

import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.reduction.Site;
import io.sluice.inference.reduction.TokenReducer;
import io.sluice.inference.reduction.Tokens;

/** A family of Vision Transformers; one implementation for each. It knows nothing of any particular reducer. */
sealed interface Backbone permits PlainVit {
    VitShape shape();

    /**
     * The same model for pictures of another size, its position embeddings interpolated.
     *
     * @throws IllegalArgumentException where the size is not a multiple of the patch size
     */
    Backbone forInputSize(int inputSize);

    /** The same model with the products of its blocks computed otherwise. */
    Backbone computedIn(Arithmetic arithmetic);

    /** The model's picture input, and the tokens entering the first block, {@code [batch, tokens, width]}. */
    Value embed(Graph graph, PatchEmbedding embedding);

    /** One block, with the reducer acting before it and inside it. */
    Tokens block(Site site, Tokens tokens, TokenReducer reducer);

    /** Logits {@code [batch, classes]} from the tokens leaving the last block. */
    Value classify(Graph graph, Value tokens);
}
