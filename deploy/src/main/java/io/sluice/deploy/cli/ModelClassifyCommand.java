package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.modeling.Classification;
import io.sluice.deploy.modeling.Classification.Labelled;
import io.sluice.deploy.modeling.Classification.Unreadable;
import io.sluice.deploy.modeling.Classifier;
import io.sluice.deploy.modeling.LoadedModel;
import io.sluice.deploy.modeling.PictureFiles;
import io.sluice.inference.engine.TopLabels;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "classify",
        description = "Labels pictures, on all cores, in the order given.",
        footer = {"", "With --json, prints one object a line for each picture that can be read."})
final class ModelClassifyCommand implements Callable<Integer> {
    private final StopSignal stop;

    @Parameters(
            arity = "1..*",
            paramLabel = "IMAGE",
            description = "JPEG or PNG file, or a directory: all such files in it and below it, by name.")
    private List<Path> images;

    @Mixin
    private ModelOptions model;

    @Mixin
    private DeviceOptions device;

    @Option(
            names = "--top",
            defaultValue = "5",
            paramLabel = "N",
            description = "Labels for each picture (default: ${DEFAULT-VALUE}).")
    private int top;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec command;

    ModelClassifyCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() {
        TopLabels labels = orUsage(() -> new TopLabels(top));
        List<Path> files = PictureFiles.of(images);
        int cores = Runtime.getRuntime().availableProcessors();
        int lanes = Math.min(files.size(), device.engine(command).usualLanes(cores));
        try (LoadedModel loaded = model.load(device.engine(command));
                Classifier classifier = new Classifier(loaded, labels, lanes, System::nanoTime)) {
            return printAll(files.stream().map(classifier::classify).toList());
        }
    }

    /** Ends early when told to, or when nobody reads any more. */
    private int printAll(List<CompletableFuture<Classification>> answers) {
        int status = ExitCode.OK;
        Iterator<CompletableFuture<Classification>> next = answers.iterator();
        while (next.hasNext()
                && !stop.requested()
                && !command.commandLine().getOut().checkError()) {
            status = Math.max(status, print(next.next().join()));
        }
        return status;
    }

    private int print(Classification answer) {
        if (answer instanceof Unreadable unreadable) {
            command.commandLine().getErr().println(unreadable.reason());
            return ExitCode.SOFTWARE;
        }
        Labelled labelled = (Labelled) answer;
        result.print(labelled, () -> ModelText.of(labelled));
        return ExitCode.OK;
    }
}
