package io.sluice.deploy.cli;

import io.sluice.deploy.modeling.GpuNames;
import io.sluice.deploy.modeling.ProviderRequest;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.engine.Providers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What models run on; the same wherever one is run. */
public final class DeviceOptions {
    private static final String ENGINES = "engines";

    @Option(
            names = "--provider",
            paramLabel = "PROVIDER",
            description = "What models run on: tensorrt, cuda, cpu, or auto, the first of them that this build and"
                    + " machine have (default: auto).")
    private ProviderRequest.Kind provider;

    @Option(names = "--device", split = ",", paramLabel = "N", description = "GPUs as CUDA numbers them (default: 0).")
    private List<Integer> devices = List.of();

    @Option(
            names = "--engine-cache",
            paramLabel = "DIR",
            description =
                    "Where engines that TensorRT has built are kept (default: engines in Sluice's cache directory).")
    private Path cache;

    private Optional<EngineOptions> chosen = Optional.empty();

    /**
     * What to run models on. The choice is made once, and told in a line unless the command says it, or the build leaves none.
     *
     * @param command that has these options
     * @throws RuntimeException with one sentence for the operator where it cannot be as the options say
     */
    EngineOptions engine(CommandSpec command) {
        if (chosen.isEmpty()) {
            chosen = Optional.of(choose(command));
        }
        return chosen.get();
    }

    private EngineOptions choose(CommandSpec command) {
        ProviderRequest.Kind kind = provider == null ? ProviderRequest.Kind.AUTO : provider;
        ProviderRequest request = new ProviderRequest(kind, devices, engineCache(command));
        ProviderRequest.Chosen choice = request.choose(GpuNames.ofThisMachine(), Providers::obstacle);
        if (kind == ProviderRequest.Kind.AUTO && (provider != null || Providers.beyondCpu())) {
            command.commandLine().getErr().println(choice.sentence());
        }
        return EngineOptions.on(choice.provider());
    }

    private Path engineCache(CommandSpec command) {
        SluiceCommand root = (SluiceCommand) command.root().userObject();
        return cache == null ? root.cache().resolve(ENGINES) : cache;
    }
}
