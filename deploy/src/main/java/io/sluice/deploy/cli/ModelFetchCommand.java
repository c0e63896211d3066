package io.sluice.deploy.cli;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.fetch.FetchException;
import io.sluice.deploy.fetch.Fetched;
import io.sluice.deploy.fetch.ModelFetch;
import io.sluice.deploy.fetch.ModelSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "fetch",
        description = "Fetches published weights, and the configuration beside them, and prints where they are:"
                + " --weights $(sluice model fetch deit-tiny). A broken download goes on where it ended.")
final class ModelFetchCommand implements Runnable {
    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "MODEL",
            description =
                    "deit-tiny, deit-small or deit-base; or a model on the Hugging Face hub, as owner/name; or the"
                            + " address of a file. Plain http only from this machine, or with --sha256.")
    private String model;

    @Option(names = "--sha256", paramLabel = "HEX", description = "Hash that the weights must have.")
    private String sha256;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where models are kept (default: $$XDG_CACHE_HOME/sluice or ~/.cache/sluice).")
    private Path cache;

    @Option(
            names = "--hub",
            paramLabel = "URL",
            defaultValue = "${env:HF_ENDPOINT:-" + ModelSource.HUGGING_FACE + "}",
            description = "The hub, or a mirror of it (default: $$HF_ENDPOINT or " + ModelSource.HUGGING_FACE + ").")
    private String hub;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec command;

    ModelFetchCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        ModelSource source = ModelSource.parse(model, hub);
        Path folder = cache == null ? usualCache(System.getenv(), System.getProperty("user.home")) : cache;
        PrintWriter err = command.commandLine().getErr();
        try (FetchView view =
                new FetchView(err, surroundings.terminal(), surroundings.stop()::requested, System::nanoTime)) {
            Fetched fetched = new ModelFetch(folder, view).fetch(source, expectedHash());
            err.println(sentence(fetched));
            result.print(fetched, fetched::file);
        } catch (FetchException.Stopped e) {
            err.println(e.getMessage());
        }
    }

    /** Where the desktop's conventions have what can be fetched again. */
    static Path usualCache(Map<String, String> environment, String home) {
        Path xdg = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
        // The convention has relative paths ignored.
        return (xdg.isAbsolute() ? xdg : Path.of(home, ".cache")).resolve("sluice");
    }

    private Optional<String> expectedHash() {
        if (sha256 == null) {
            return Optional.empty();
        }
        String digits = sha256.toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]{64}")) {
            throw new UsageException("Option --sha256: expected 64 hex digits, found '" + sha256 + "'.");
        }
        return Optional.of(digits);
    }

    private static String sentence(Fetched fetched) {
        return String.format(
                Locale.ROOT,
                "%s: %.1f MB, SHA-256 %s%s.",
                fetched.from(),
                fetched.bytes() / 1e6,
                fetched.sha256(),
                fetched.verified() ? ", as expected" : "");
    }
}
