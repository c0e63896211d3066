package io.sluice.deploy.bench.gpu;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.deploy.bench.PipelineResult;
import io.sluice.deploy.modeling.CaseReport;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a check on a GPU found.
 *
 * @param peakTflops stated dense half-precision peak, in 10^12 operations a second; null where not known
 * @param speeds by provider, model and batch
 * @param vectors how reference vectors fared
 * @param endToEnd frames a second from JPEG files to labels
 * @param loads under load
 * @param torch what PyTorch reached
 * @param problems steps that did not pass
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GpuRatios(
        Double peakTflops,
        List<SpeedRow> speeds,
        List<Vectors> vectors,
        List<EndToEnd> endToEnd,
        List<UnderLoad> loads,
        List<TorchResult> torch,
        List<StepOutcome> problems) {
    /**
     * Reference vectors on one provider.
     *
     * @param precision of the products
     * @param passed cases that agree, of {@code cases}
     * @param worst largest error of a logit over the largest logit; null where no case could be compared
     */
    public record Vectors(String provider, String precision, long passed, int cases, Double worst) {
        static Vectors of(String provider, String precision, List<CaseReport> reports) {
            return new Vectors(
                    provider,
                    precision,
                    reports.stream().filter(CaseReport::pass).count(),
                    reports.size(),
                    reports.stream()
                            .map(CaseReport::maxRelativeError)
                            .filter(Objects::nonNull)
                            .max(Comparator.naturalOrder())
                            .orElse(null));
        }
    }

    /**
     * The whole way of frames that lie ready, beside the bare engine in the same run.
     *
     * @param result of the bench
     */
    public record EndToEnd(String provider, PipelineResult result) {}

    /**
     * A policy under load.
     *
     * @param denseCapacity frames a second that the dense model answers end to end
     * @param effective share of frames answered rightly and in time, 0 to 1
     * @param inTime share answered in time
     * @param lost frames without an answer
     */
    public record UnderLoad(
            String provider,
            double denseCapacity,
            String policy,
            double effective,
            double inTime,
            double ageMillisP99,
            long lost) {}

    /**
     * A figure that this project asks of itself.
     *
     * @param what it is
     * @param wanted at least
     * @param found null where it was not measured
     */
    public record Bar(String what, double wanted, Double found) {
        public boolean met() {
            return found != null && found >= wanted;
        }
    }

    /** What is asked of a data-centre GPU: the best of what was measured, each beside its bar. */
    public List<Bar> bars() {
        return List.of(
                new Bar(
                        "share of reference vectors that pass",
                        1,
                        least(vectors.stream().map(one -> (double) one.passed() / one.cases()))),
                new Bar(
                        "DeiT-S dense, batch 128, over torch.compile",
                        1,
                        most(deitSmall().map(SpeedRow::overCompile))),
                new Bar(
                        "DeiT-S PPT 50 over dense, batch 128",
                        1.45,
                        most(deitSmall().map(SpeedRow::speedup))),
                new Bar(
                        "its efficiency: speed-up over MACs ratio",
                        0.9,
                        most(deitSmall().map(SpeedRow::efficiency))),
                new Bar(
                        "JPEG frames to labels over the bare engine",
                        0.8,
                        most(endToEnd.stream().map(one -> one.result().ratio().median()))));
    }

    private Stream<SpeedRow> deitSmall() {
        return speeds.stream().filter(row -> row.model().equals("deit-small") && row.batch() == 128);
    }

    private static Double most(Stream<Double> values) {
        return values.filter(Objects::nonNull).max(Comparator.naturalOrder()).orElse(null);
    }

    private static Double least(Stream<Double> values) {
        return values.filter(Objects::nonNull).min(Comparator.naturalOrder()).orElse(null);
    }
}
