package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.traces.Traces;
import io.sluice.deploy.traces.TracesSettings;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Traces of single frames, for whoever collects them with OpenTelemetry. */
public final class TracesOptions {
    private static final String ENDPOINT_VARIABLE = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final double DEFAULT_SHARE = 0.01;

    @Option(
            names = "--traces-endpoint",
            paramLabel = "URL",
            description =
                    "Receiver of OpenTelemetry traces, OTLP over HTTP, such as http://127.0.0.1:4318 (default: the"
                            + " variable " + ENDPOINT_VARIABLE
                            + " of the environment, whose path is that above /v1/traces; without either nothing is traced).")
    private String endpoint;

    @Option(
            names = "--traces-share",
            paramLabel = "SHARE",
            description =
                    "Share of frames that are traced, 0 to 1, decided where a frame is captured; inference follows"
                            + " that (default: " + DEFAULT_SHARE + ").")
    private Double share;

    /**
     * The traces that were asked for, or none.
     *
     * @param service the name of this process in them
     * @throws UsageException if an option is wrong
     */
    Traces traces(String service, InstantSource clock) {
        Optional<URI> receiver = orUsage(this::receiver);
        if (receiver.isPresent()) {
            return Traces.to(orUsage(() -> settings(receiver.get(), service)), clock, System::nanoTime);
        } else if (share != null) {
            throw new UsageException("Option --traces-share needs --traces-endpoint, or the variable "
                    + ENDPOINT_VARIABLE + " of the environment.");
        }
        return Traces.NONE;
    }

    private Optional<URI> receiver() {
        return endpoint == null
                ? given(System.getenv(ENDPOINT_VARIABLE)).map(TracesSettings::endpointBelow)
                : given(endpoint).map(TracesSettings::endpoint);
    }

    private static Optional<String> given(String url) {
        return Optional.ofNullable(url).filter(text -> !text.isBlank());
    }

    private TracesSettings settings(URI receiver, String service) {
        return new TracesSettings(receiver, share == null ? DEFAULT_SHARE : share, service);
    }
}
