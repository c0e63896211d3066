package io.sluice.deploy.cli;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.evaluation.Evaluation;
import io.sluice.deploy.evaluation.Fidelity;
import io.sluice.deploy.evaluation.LabelledPictures;
import io.sluice.deploy.modeling.Engines;
import io.sluice.deploy.modeling.ModelRequest;
import io.sluice.deploy.modeling.Rung;
import io.sluice.deploy.plot.PlotFile;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.weights.Checkpoint;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "evaluate",
        description =
                "How right a model is on labelled pictures with each reducer and precision, beside the dense model.",
        footer = {
            "",
            "A picture's class is the folder that it is in, called after a class, its synset or its number from 0; or the"
                    + " synset that its file's name begins with (n01440764_tench.jpg); or what --labels says.",
            "",
            "TOP-1 and TOP-5: the right class is the likeliest, or among the five likeliest. AGREEMENT: the likeliest class"
                    + " is the one that the dense model in FLOAT32 says. In brackets, 95 %% Wilson intervals. KL: mean"
                    + " divergence of the scores from those of the dense model in FLOAT32, in nats. IMAGES/S: of all cores"
                    + " together by the median run, without decoding; the operating points take turns picture by picture."
        })
final class ModelEvaluateCommand implements Callable<Integer> {
    private final StopSignal stop;

    @Parameters(paramLabel = "DIR", description = "Pictures (.jpg, .jpeg, .png) in it and below it.")
    private Path directory;

    @Option(
            names = "--weights",
            required = true,
            paramLabel = "FILE",
            description = "Checkpoint of a Vision Transformer.")
    private Path weights;

    @Option(
            names = "--class-names",
            paramLabel = "FILE",
            description =
                    "Names of the model's classes, one a line in their order: a name, its synset, or the name after"
                            + " its synset (default: those of the config.json beside the checkpoint, or their numbers).")
    private Path classNames;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description =
                    "The pictures to evaluate, one 'file,label' a line: the file's name below DIR, and a class, its"
                            + " synset or its number from 0.")
    private Path labels;

    @Mixin
    private LadderOptions ladder;

    @Mixin
    private PictureOptions pictures;

    @Mixin
    private ResultOptions result;

    @Mixin
    private PlotOption plot;

    @Spec
    private CommandSpec command;

    ModelEvaluateCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() {
        Optional<PlotFile> figure = plot.file();
        ModelRequest request = ladder.request(pictures.request(), Optional.ofNullable(classNames));
        try (Engines engines = Engines.of(request, weights)) {
            Rung dense = engines.rung(ReducerSpec.NONE, Precision.FLOAT32);
            LabelledPictures labelled = labelled(
                    request.names(Checkpoint.open(weights), dense.engine().classes()));
            int cores = Runtime.getRuntime().availableProcessors();
            int lanes = Math.min(labelled.pictures().size(), request.engine().usualLanes(cores));
            Evaluation evaluation = new Evaluation(dense, ladder.rungs(engines), lanes, System::nanoTime);
            report(evaluation.run(labelled, err()::println, stop::requested), figure);
        }
        return ExitCode.OK;
    }

    private LabelledPictures labelled(ClassNames names) {
        LabelledPictures found = labels == null
                ? LabelledPictures.in(directory, names)
                : LabelledPictures.listed(directory, labels, names);
        found.problems().forEach(err()::println);
        if (found.pictures().isEmpty()) {
            throw none("has a label that the model knows; --class-names may say what its classes are called");
        }
        return found;
    }

    private void report(List<Fidelity> rows, Optional<PlotFile> figure) {
        if (!rows.isEmpty()) {
            result.print(rows, () -> FidelityTable.of(rows));
            figure.ifPresent(file -> file.write(FidelityTable.plot(rows)));
        } else if (!stop.requested()) {
            throw none("can be read");
        }
    }

    private OperatorException none(String what) {
        return new OperatorException("No picture of " + (labels == null ? directory : labels) + " " + what + ".");
    }

    private PrintWriter err() {
        return command.commandLine().getErr();
    }
}
