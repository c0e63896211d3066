package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.bench.Architecture;
import io.sluice.deploy.bench.Spread;
import io.sluice.deploy.bench.faults.ScaleOut;
import io.sluice.deploy.bench.faults.ScaleOut.ScaleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "scale",
        description = "How much more several inference processes answer than one, each with one lane, on this machine.")
final class BenchFaultsScaleCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--processes",
            defaultValue = "2",
            paramLabel = "N",
            description = "Inference processes that share the frames (default: ${DEFAULT-VALUE}).")
    private int processes;

    @Option(
            names = "--repeat",
            defaultValue = "3",
            paramLabel = "N",
            description = "Measurements of each kind, in turn (default: ${DEFAULT-VALUE}).")
    private int repetitions;

    @Option(
            names = "--duration",
            defaultValue = "10s",
            paramLabel = "DURATION",
            description = "About how long one measurement takes (default: ${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--architecture",
            defaultValue = "deit-tiny",
            paramLabel = "NAME",
            description = "Size of the model: deit-tiny, deit-small or deit-base (default: ${DEFAULT-VALUE}).")
    private Architecture architecture;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec command;

    BenchFaultsScaleCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        ScaleSettings settings = orUsage(() -> new ScaleSettings(processes, repetitions, duration, architecture));
        Path directory = Files.createTempDirectory("sluice-scale");
        try {
            ScaleOut.Result measured = new ScaleOut(
                            settings,
                            directory,
                            Main.class.getName(),
                            line -> command.commandLine().getErr().println(line),
                            surroundings.stop()::requested)
                    .run();
            result.print(measured, () -> text(measured));
        } finally {
            BenchFaultsCommand.remove(directory);
        }
        return ExitCode.OK;
    }

    private static String text(ScaleOut.Result measured) {
        return String.format(
                Locale.ROOT,
                "one process %s, %d processes %s frames/s: %s times as many",
                text(measured.one(), "%.1f"),
                measured.processes(),
                text(measured.several(), "%.1f"),
                text(measured.ratio(), "%.2f"));
    }

    private static String text(Spread spread, String format) {
        return String.format(
                Locale.ROOT,
                format + " (" + format + "-" + format + ")",
                spread.median(),
                spread.least(),
                spread.most());
    }
}
