package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.UsageException;
import io.sluice.deploy.bench.faults.FaultKind;
import io.sluice.deploy.bench.faults.FaultReport;
import io.sluice.deploy.bench.faults.FaultRun;
import io.sluice.deploy.bench.faults.FaultSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "faults",
        description =
                "Whether every frame has exactly one answer, in order, while processes are killed and brokers fail.",
        footer = {
            "",
            "Three brokers, several ingest and several inference processes, each a process of its own on this machine, and a"
                    + " model so small that it does not matter. The seed gives the faults: kinds, targets, times. At the end all"
                    + " committed frames and answers are read and compared, and the counters of processes that ended in order"
                    + " with them.",
            "",
            "Small disks need the right to mount (root), clock steps need libfaketime; without them these kinds are left out."
                    + " Status 1 if anything was violated; the files of the run stay then."
        })
final class BenchFaultsCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Gives the same faults again (default: another one each time; it is printed).")
    private Long seed;

    @Option(
            names = "--faults",
            defaultValue = "20",
            paramLabel = "N",
            description = "How many (default: ${DEFAULT-VALUE}); one takes about four seconds.")
    private int faults;

    @Option(
            names = "--kinds",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Which kinds: kill-inference, pause-inference, rebalance, kill-ingest, pause-ingest, kill-broker,"
                            + " pause-broker, slow-broker, outage, full-broker-disk, full-state-disk, step-ingest-clock,"
                            + " step-inference-clock (default: all).")
    private List<FaultKind> kinds = List.of(FaultKind.values());

    @Option(
            names = "--inference",
            defaultValue = "3",
            paramLabel = "N",
            description = "Inference processes, which share the frames (default: ${DEFAULT-VALUE}).")
    private int inference;

    @Option(
            names = "--ingest",
            defaultValue = "2",
            paramLabel = "N",
            description = "Ingest processes (default: ${DEFAULT-VALUE}).")
    private int ingest;

    @Option(
            names = "--cameras",
            defaultValue = "4",
            paramLabel = "N",
            description = "Cameras of each ingest process (default: ${DEFAULT-VALUE}).")
    private int cameras;

    @Option(
            names = "--fps",
            defaultValue = "5",
            paramLabel = "N",
            description = "Frames a second of each camera (default: ${DEFAULT-VALUE}).")
    private int framesPerSecond;

    @Option(
            names = "--clock-library",
            paramLabel = "FILE",
            description = "libfaketimeMT.so.1, to make clocks step (default: where distributions put it).")
    private Path clockLibrary;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec command;

    BenchFaultsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        FaultSettings settings = settings();
        err().println("Seed " + settings.seed() + ", " + settings.faults() + " faults.");
        Path directory = Files.createTempDirectory("sluice-faults");
        boolean wanted = false;
        try {
            Optional<FaultReport> report = run(settings, directory);
            wanted = report.isPresent() && report.get().violations() > 0;
            report.ifPresent(found -> tell(found, directory));
        } finally {
            if (!wanted) {
                remove(directory);
            }
        }
        return ExitCode.OK;
    }

    private void tell(FaultReport found, Path directory) {
        result.print(found, () -> BenchFaultsTable.of(found));
        if (found.violations() > 0) {
            throw new OperatorException(found.violations() + " violations; what the processes said is in " + directory
                    + "; the same faults again: " + found.replay() + ".");
        }
    }

    private Optional<FaultReport> run(FaultSettings settings, Path directory) throws InterruptedException {
        return new FaultRun(settings, directory, Main.class.getName(), err()::println, surroundings.stop()::requested)
                .run();
    }

    private FaultSettings settings() {
        if (clockLibrary != null && !Files.isReadable(clockLibrary)) {
            throw new UsageException("Option --clock-library: there is no file " + clockLibrary + ".");
        }
        long plan = seed == null ? ThreadLocalRandom.current().nextInt(1, 1_000_000) : seed;
        return orUsage(() -> new FaultSettings(
                plan,
                faults,
                Set.copyOf(kinds),
                inference,
                ingest,
                cameras,
                framesPerSecond,
                Optional.ofNullable(clockLibrary)));
    }

    static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private PrintWriter err() {
        return command.commandLine().getErr();
    }
}
