package io.sluice.deploy.cli;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.bench.gpu.GpuRatios;
import io.sluice.deploy.bench.gpu.GpuRun;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ratios",
        description = "One table of what deploy/gpu-check.sh measured on a GPU.",
        footer = {
            "",
            "All in FLOAT16. SPEED-UP is of the reduced model over the dense one, EFFICIENCY that divided by the MACS RATIO."
                    + " COMPILE and EAGER: the dense model over PyTorch's, compiled and not, at the same batch on the same"
                    + " GPU. PEAK: share of the stated half-precision peak that the dense model's multiply-accumulates"
                    + " reach, two operations each. - where something was not measured."
        })
final class BenchRatiosCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The folder that 'gpu-check.sh run' wrote its results to.")
    private Path directory;

    @Option(
            names = "--peak",
            paramLabel = "TFLOPS",
            description = "What the GPU's data sheet states for dense half-precision products, in 10^12 operations a"
                    + " second.")
    private Double peakTflops;

    @Mixin
    private ResultOptions result;

    @Override
    public Integer call() {
        if (peakTflops != null && !(peakTflops > 0 && Double.isFinite(peakTflops))) {
            throw new UsageException("Option --peak: expected more than 0, found " + peakTflops + ".");
        }
        OptionalDouble peak = peakTflops == null ? OptionalDouble.empty() : OptionalDouble.of(peakTflops);
        GpuRatios ratios = GpuRun.in(directory).ratios(peak);
        result.print(ratios, () -> RatioTable.of(ratios));
        return ExitCode.OK;
    }
}
