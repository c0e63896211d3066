package io.sluice.deploy.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * One run, by itself and beside the others of its repetition.
 *
 * @param metrics of the run alone
 * @param cpuMillisPerFrame processor time of the whole process, cameras, broker and consumer included, per frame that was
 *     answered, shed ones included; 0 where none was
 * @param sameLabelsAsDense of the frames that both this run and the dense policy's labelled, the share whose label is the
 *     same; empty where there is no dense policy or no such frame
 */
record JudgedRun(RunMetrics metrics, double cpuMillisPerFrame, OptionalDouble sameLabelsAsDense) {
    /**
     * Judges a run.
     *
     * @param dense frames of the dense policy in the same repetition: the same frames in the same order
     */
    static JudgedRun of(LoadRun.Result result, RunMetrics metrics, Optional<List<FrameFate>> dense) {
        return new JudgedRun(
                metrics,
                perFrame(result.cpu(), metrics.counts().answered()),
                dense.map(frames -> sameLabels(result.frames(), frames)).orElse(OptionalDouble.empty()));
    }

    private static double perFrame(Duration cpu, long answered) {
        return answered == 0 ? 0 : cpu.toNanos() / 1e6 / answered;
    }

    private static OptionalDouble sameLabels(List<FrameFate> frames, List<FrameFate> dense) {
        return IntStream.range(0, frames.size())
                .filter(i -> isLabelled(frames.get(i)) && isLabelled(dense.get(i)))
                .mapToDouble(i -> label(frames.get(i)) == label(dense.get(i)) ? 1 : 0)
                .average();
    }

    private static boolean isLabelled(FrameFate frame) {
        return frame.fate() instanceof Fate.Labelled;
    }

    private static int label(FrameFate frame) {
        return ((Fate.Labelled) frame.fate()).label();
    }
}
