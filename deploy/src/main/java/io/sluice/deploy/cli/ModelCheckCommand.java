package io.sluice.deploy.cli;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.modeling.CaseReport;
import io.sluice.deploy.modeling.ReferenceFiles;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.model.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description =
                "Compares compiled models with reference vectors: what the methods' authors' code computes for the"
                        + " same weights and pictures.",
        footer = {
            "",
            "A case passes where no logit is off by more than 1e-4 of the largest and the tokens after each block are as"
                    + " expected. In float16, 1e-2; but a reducer may then choose another of two tokens that are nearly"
                    + " equal: where tokens are taken away, one picture has to be within 2e-2, and none off by more than"
                    + " 0.3. The exit status is 1 where any case does not pass."
        })
final class ModelCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE|DIR", description = "A reference vector (.safetensors), or a directory of them.")
    private Path path;

    @Option(
            names = "--precision",
            defaultValue = "FLOAT32",
            paramLabel = "NAME",
            description = "Arithmetic of the matrix products: float32 or float16 (default: float32).")
    private Precision precision;

    @Mixin
    private DeviceOptions device;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        EngineOptions engine = device.engine(command);
        if (precision == Precision.INT8) {
            throw new UsageException(
                    "Option --precision: expected float32 or float16, found int8, whose results depend on"
                            + " what it was calibrated on.");
        }
        List<CaseReport> reports = ReferenceFiles.of(path).stream()
                .map(file -> CaseReport.check(file, precision, engine))
                .toList();
        result.print(reports, () -> CheckTable.of(reports));
        return reports.stream().allMatch(CaseReport::pass) ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
