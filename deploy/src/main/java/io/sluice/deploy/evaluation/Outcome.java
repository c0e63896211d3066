package io.sluice.deploy.evaluation;

import java.util.List;

/** What became of a picture. */
sealed interface Outcome {
    /**
     * How one operating point did.
     *
     * @param top1 whether the likeliest class is the right one
     * @param top5 whether the right one is among the five likeliest
     * @param agrees whether the likeliest is the one that the dense model in FLOAT32 says
     * @param divergence KL(dense FLOAT32 || this) in nats
     * @param nanos that the run took
     */
    record Score(boolean top1, boolean top5, boolean agrees, double divergence, long nanos) {}

    /**
     * It was answered.
     *
     * @param scores one for each operating point, in their order
     */
    record Answered(List<Score> scores) implements Outcome {}

    /**
     * It could not be read.
     *
     * @param reason one sentence that names the file
     */
    record Unreadable(String reason) implements Outcome {}
}
