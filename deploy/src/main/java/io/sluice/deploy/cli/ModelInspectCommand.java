package io.sluice.deploy.cli;

import io.sluice.deploy.modeling.Inspection;
import io.sluice.deploy.modeling.ModelRequest;
import io.sluice.deploy.modeling.PictureRequest;
import io.sluice.deploy.modeling.PrecisionRequest;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        description = "Shows the sizes and tensors of a model, and what a picture costs in each of its blocks.")
final class ModelInspectCommand implements Runnable {
    @Parameters(paramLabel = "FILE", description = "Checkpoint (.safetensors or .pth) or built model (.onnx).")
    private Path file;

    @Mixin
    private ReducerOption reduction;

    @Mixin
    private ResultOptions result;

    @Override
    public void run() {
        ModelRequest request = new ModelRequest(
                reduction.reducer(), reduction.heads(), PrecisionRequest.USUAL, PictureRequest.USUAL, Optional.empty());
        Inspection inspection = Inspection.of(file, request);
        result.print(inspection, () -> ModelText.of(inspection));
    }
}
