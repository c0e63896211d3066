package io.sluice.inference.engine;

import io.sluice.inference.model.TokenMap;
import java.util.List;

/**
 * What a model says of a picture, and how it came to it.
 *
 * @param tokens what became of the picture's patches
 * @param labels the likeliest classes, likeliest first
 */
public record TracedAnswer(TokenMap tokens, List<ScoredClass> labels) {
    public TracedAnswer {
        labels = List.copyOf(labels);
    }
}
