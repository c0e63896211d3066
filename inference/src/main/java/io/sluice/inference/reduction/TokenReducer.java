package io.sluice.inference.reduction;

import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import java.util.Set;

/**
 * A method that makes a Vision Transformer faster by letting fewer tokens through; one implementation for each method. It
 * says by pure arithmetic how many tokens it leaves, and it adds its nodes to the graph at two places of each block,
 * knowing nothing of the backbone around it. How much it removes is no part of the graph: {@link TokenSchedule#amounts}
 * is an input at run time, so reducers of one {@link #family} share a graph.
 */
public sealed interface TokenReducer permits NoReduction, Evit, Etps, DynamicVit, Dtps, Tome, Ppt, TopK, RandomDrop {
    /** Methods that exist, by the names that specs give them. */
    static Set<String> methods() {
        return Method.names();
    }

    /**
     * The reducer that a spec names.
     *
     * @throws IllegalArgumentException with one sentence for the user where there is no such method, or a parameter is
     *     unknown, missing or out of range
     */
    static TokenReducer of(ReducerSpec spec) {
        return Method.reducer(spec);
    }

    /** Method and parameters in canonical form, defaults left out. */
    ReducerSpec spec();

    /** The canonical spec without the amount: reducers of the same family have the same graph. */
    ReducerSpec family();

    /**
     * Tokens through the blocks of a backbone.
     *
     * @throws IllegalArgumentException where the method has no rule for such a backbone
     */
    TokenSchedule schedule(VitShape shape);

    /**
     * Multiply-accumulates per picture of the method itself in one block, by its arithmetic and not by how the graph
     * happens to put it.
     *
     * @param shape of the backbone
     * @param schedule what {@link #schedule} said
     */
    long macs(VitShape shape, TokenSchedule schedule, int block);

    /** Whether attention counts a merged token as many times as there are tokens in it. */
    default boolean proportionalAttention() {
        return false;
    }

    /** Adds the nodes that act before a block. */
    default Tokens beforeBlock(Site site, Tokens tokens) {
        return tokens;
    }

    /** Adds the nodes that act between a block's attention and its MLP. */
    default Tokens insideBlock(Site site, Tokens tokens, AttentionView attention) {
        return tokens;
    }
}
