package io.sluice.deploy.cli;

import io.sluice.deploy.IoReason;
import io.sluice.deploy.OperatorException;
import io.sluice.deploy.modeling.ModelRequest;
import io.sluice.deploy.modeling.PictureReader;
import io.sluice.deploy.modeling.Weights;
import io.sluice.deploy.plot.PlotFile;
import io.sluice.deploy.plot.TokenFigure;
import io.sluice.deploy.tokens.TokenReport;
import io.sluice.deploy.tokens.TracedFrame;
import io.sluice.deploy.tokens.TracedFrame.Traced;
import io.sluice.deploy.tokens.TracedFrame.Untraced;
import io.sluice.deploy.tokens.TracedWeights;
import io.sluice.inference.engine.TopLabels;
import io.sluice.inference.image.DecodeLimits;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "tokens",
        description = "Shows which patches of a picture a reducer keeps, merges and prunes at each stage, as the model"
                + " itself says.",
        footer = {
            "",
            "With --json, 'groups' has for each patch, row by row, the first of those that share its token, or -1 where it"
                    + " was pruned."
        })
final class ModelTokensCommand implements Runnable {
    @Parameters(paramLabel = "IMAGE", description = "JPEG or PNG file.")
    private Path image;

    @Mixin
    private ModelOptions model;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.png",
            description = "Also draw the picture once for each stage: pruned patches dark, merged ones in one colour a"
                    + " token.")
    private Path output;

    @Mixin
    private ResultOptions result;

    @Override
    public void run() {
        Optional<PlotFile> figure = Optional.ofNullable(output).map(file -> new PlotFile("--output", file));
        ModelRequest request = model.request();
        try (TracedWeights weights = TracedWeights.atAny(Weights.in(request, model.requiredWeights()))) {
            OperatingPoint point = weights.point(
                    request.reducer().orElse(ReducerSpec.NONE),
                    request.precision().precision().orElse(Precision.FLOAT32));
            Traced traced = trace(weights, point);
            TokenReport report = TokenReport.of(image.toString(), point, traced);
            result.print(report, () -> TokenText.of(report));
            figure.ifPresent(
                    file -> file.write(new TokenFigure(traced.tokens(), weights.seen(), TokenText.captions(report))));
        }
    }

    private Traced trace(TracedWeights weights, OperatingPoint point) {
        TracedFrame frame = weights.trace(read(), point, TopLabels.FIVE);
        if (frame instanceof Untraced untraced) {
            throw unreadable(untraced.reason());
        }
        return (Traced) frame;
    }

    private ByteBuffer read() {
        try {
            return PictureReader.bytes(image, DecodeLimits.DEFAULT);
        } catch (IOException e) {
            throw unreadable(IoReason.of(e));
        }
    }

    private OperatorException unreadable(String reason) {
        return new OperatorException("Cannot show the tokens of " + image + ": " + reason);
    }
}
