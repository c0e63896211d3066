package io.sluice.deploy.cli;

import io.sluice.deploy.modeling.ModelBuild;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "build",
        description = "Compiles a checkpoint into an ONNX model, which can stand for --weights everywhere and be run at"
                + " any amount of its reducer.")
final class ModelBuildCommand implements Runnable {
    @Mixin
    private ModelOptions model;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The .onnx file to write; replaced as a whole if it exists.")
    private Path output;

    @Mixin
    private ResultOptions result;

    @Override
    public void run() {
        ModelBuild build = ModelBuild.build(model.request(), model.requiredWeights(), output);
        result.print(build, () -> ModelText.of(build));
    }
}
