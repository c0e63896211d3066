package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;
import static java.util.stream.Collectors.joining;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.UsageException;
import io.sluice.deploy.web.AccessToken;
import io.sluice.deploy.web.PortTakenException;
import io.sluice.deploy.web.WebPart;
import io.sluice.deploy.web.WebPort;
import io.sluice.deploy.web.WebServer;
import io.sluice.deploy.web.WebSettings;
import io.sluice.inference.metrics.Meters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The HTTP port of a process: metrics, health and, where there is one, the console. */
public final class WebOptions {
    /** Where a demo is watched, unless that port is taken. */
    static final int DEMO_PORT = 8090;

    private static final String TOKEN_VARIABLE = "SLUICE_CONSOLE_TOKEN";
    private static final int ANY_PORT = 0;

    @Option(
            names = "--console-port",
            paramLabel = "PORT",
            description =
                    "Port of metrics (/metrics), health (/health/live, /health/ready) and, where there is one, the"
                            + " console; 0 for any free one (default: none; demo and console: " + DEMO_PORT
                            + ", or any free one if that is taken).")
    private Integer port;

    @Option(
            names = "--console-address",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; beyond the loopback interface an access token is needed (default:"
                    + " ${DEFAULT-VALUE}).")
    private String address;

    @Option(
            names = "--console-token-file",
            paramLabel = "FILE",
            description = "File with the access token that whoever looks at cameras or changes anything must present"
                    + " (default: the variable " + TOKEN_VARIABLE + " of the environment; without a token only this"
                    + " machine is answered). Metrics and health need none.")
    private Path tokenFile;

    @Option(
            names = "--metrics-cameras",
            paramLabel = "N",
            defaultValue = "" + Meters.DEFAULT_CAMERAS,
            description = "Cameras with a label of their own in the metrics; what further ones do is counted under"
                    + " camera=\"other\" (default: ${DEFAULT-VALUE}).")
    private int cameras;

    /**
     * The meters of the process; the caller closes them.
     *
     * @throws UsageException if an option is wrong
     */
    Meters meters() {
        return orUsage(() -> new Meters(cameras));
    }

    /**
     * The port that was asked for, or none.
     *
     * @param say told where it is
     * @throws UsageException if an option is wrong
     */
    WebPort port(Consumer<String> say) {
        return port == null ? WebPort.NONE : port(settings(port), OptionalInt.empty(), say);
    }

    /** The same; without an option that of demos. */
    WebPort demoPort(Consumer<String> say) {
        return port == null
                ? port(settings(DEMO_PORT), OptionalInt.of(ANY_PORT), say)
                : port(settings(port), OptionalInt.empty(), say);
    }

    private WebPort port(WebSettings settings, OptionalInt otherwise, Consumer<String> say) {
        return parts -> {
            WebServer server = listen(settings, otherwise, parts);
            String pages = parts.stream()
                    .flatMap(part -> part.forPeople().stream())
                    .map(page -> " " + page + ",")
                    .collect(joining());
            say.accept("Listening on " + server.address() + ":" + pages
                    + " /metrics for Prometheus, /health/ready for health.");
            return server::close;
        };
    }

    private WebServer listen(WebSettings settings, OptionalInt otherwise, List<WebPart> parts) {
        try {
            return new WebServer(settings, parts);
        } catch (PortTakenException e) {
            if (otherwise.isEmpty()) {
                throw e;
            }
            return new WebServer(settings(otherwise.getAsInt()), parts);
        }
    }

    private WebSettings settings(int number) {
        return orUsage(() -> new WebSettings(listenOn(), number, token()));
    }

    private InetAddress listenOn() {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new UsageException(
                    "Option --console-address: expected an address of this machine, found '" + address + "'.");
        }
    }

    private Optional<AccessToken> token() {
        String fromEnvironment = System.getenv(TOKEN_VARIABLE);
        return tokenFile == null
                ? Optional.ofNullable(fromEnvironment).map(secret -> token("variable " + TOKEN_VARIABLE, secret))
                : Optional.of(token("file " + tokenFile, read(tokenFile)));
    }

    private static AccessToken token(String where, String secret) {
        try {
            return new AccessToken(secret);
        } catch (IllegalArgumentException e) {
            throw new UsageException("The access token in the " + where + " cannot be used. " + e.getMessage());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new OperatorException("The access token cannot be read: there is no readable file " + file + ".", e);
        }
    }
}
