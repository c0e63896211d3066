package io.sluice.deploy.cli;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.modeling.ModelRequest;
import io.sluice.deploy.modeling.PrecisionRequest;
import io.sluice.deploy.modeling.Quantization;
import io.sluice.deploy.modeling.RangesBuild;
import io.sluice.inference.engine.RangeMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "quantize",
        description = "Measures on sample pictures what INT8 needs to know about a checkpoint, once for all reducers.",
        footer = {
            "",
            "Afterwards --precision int8 works with this checkpoint wherever a model is named. The samples should be such"
                    + " as the cameras see; a hundred are enough, labels are not needed."
        })
final class ModelQuantizeCommand implements Runnable {
    @Parameters(
            arity = "1..*",
            paramLabel = "IMAGE",
            description = "JPEG or PNG file, or a directory: all such files in it and below it.")
    private List<Path> samples;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--method",
            defaultValue = "min-max",
            paramLabel = "METHOD",
            description = "How a range is chosen from the values that occur: min-max, percentile (99.99 %%) or entropy"
                    + " (default: ${DEFAULT-VALUE}).")
    private RangeMethod method;

    @Option(
            names = "--limit",
            defaultValue = "100",
            paramLabel = "N",
            description = "Pictures to use at most, spread over all that there are (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write (default: beside the checkpoint, ending in .int8.json).")
    private Path output;

    @Mixin
    private ResultOptions result;

    @Override
    public void run() {
        if (limit < 1) {
            throw new UsageException("Option --limit: expected at least 1, found " + limit + ".");
        }
        ModelRequest request = model.request();
        if (request.reducer().isPresent() || !request.precision().equals(PrecisionRequest.USUAL)) {
            throw new UsageException(
                    "Options --reducer, --precision and --activation-ranges: expected none of them, since"
                            + " the dense model is measured, once for all reducers.");
        }
        RangesBuild build = RangesBuild.build(
                request,
                model.requiredWeights(),
                samples,
                limit,
                new Quantization(method),
                Optional.ofNullable(output));
        result.print(build, () -> ModelText.of(build));
    }
}
