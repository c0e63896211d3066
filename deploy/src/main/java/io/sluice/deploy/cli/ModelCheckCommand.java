package io.sluice.deploy.cli;

import io.sluice.deploy.modeling.CaseReport;
import io.sluice.deploy.modeling.ReferenceFiles;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.reference.ReferenceCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description =
                "Compares compiled models with reference vectors: what the methods' authors' code computes for the"
                        + " same weights and pictures.",
        footer = {
            "",
            "A case passes where no logit is off by more than " + ReferenceCheck.TOLERANCE
                    + " of the largest and the tokens after each block are as expected. The exit status is 1 where any case"
                    + " does not."
        })
final class ModelCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE|DIR", description = "A reference vector (.safetensors), or a directory of them.")
    private Path path;

    @Mixin
    private DeviceOptions device;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        EngineOptions engine = device.engine(command);
        List<CaseReport> reports = ReferenceFiles.of(path).stream()
                .map(file -> CaseReport.check(file, engine))
                .toList();
        result.print(reports, () -> CheckTable.of(reports));
        return reports.stream().allMatch(CaseReport::pass) ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
