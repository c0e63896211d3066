package io.sluice.deploy.tokens;

import io.sluice.inference.model.PictureRegion;
import io.sluice.inference.model.TokenMap;
import io.sluice.schemas.Label;
import java.util.List;

/** What a model made of a frame's patches, if that can be said. */
public sealed interface TracedFrame {
    /**
     * The model said it.
     *
     * @param tokens what became of the patches
     * @param region what of the picture the patches cover; the model sees no more
     * @param labels what this run of the model said, best first: those that were published, unless the device rounds otherwise
     */
    record Traced(TokenMap tokens, PictureRegion region, List<Label> labels) implements TracedFrame {
        public Traced {
            labels = List.copyOf(labels);
        }
    }

    /**
     * It cannot be said.
     *
     * @param reason one sentence for the operator; its end is cut off where it quotes more than anybody reads
     */
    record Untraced(String reason) implements TracedFrame {
        private static final int LONGEST = 500;

        public Untraced {
            reason = reason.length() > LONGEST ? reason.substring(0, LONGEST) + "..." : reason;
        }
    }
}
