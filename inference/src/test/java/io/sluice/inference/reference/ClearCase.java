package io.sluice.inference.reference;

import java.util.List;

/**
 * A random case whose choices do not depend on how numbers are rounded.
 *
 * @param answers what the plain loops give, picture by picture
 */
record ClearCase(RandomCase random, List<ReferenceVit.Answer> answers) {
    /** Choices closer than this, of the numbers compared, may fall either way in 32-bit floats: another case is drawn. */
    private static final double CLEAR = 2e-5;

    /** The first that is clear, from a seed on. */
    static ClearCase of(String method, long seed) {
        long drawn = seed;
        while (true) {
            Margin margin = new Margin();
            RandomCase random = RandomCase.of(method, drawn++);
            List<ReferenceVit.Answer> answers = random.answers(margin);
            if (margin.smallest() >= CLEAR) {
                return new ClearCase(random, answers);
            }
        }
    }
}
