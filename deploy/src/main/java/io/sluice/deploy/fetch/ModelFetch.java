package io.sluice.deploy.fetch;

import io.sluice.deploy.IoReason;
import io.sluice.deploy.fetch.Download.Result;
import io.sluice.deploy.fetch.ModelSource.Address;
import io.sluice.deploy.fetch.ModelSource.Hub;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches models into a folder, where each has its own: {@code hub/owner--name}, for other hubs {@code hub-host-hash/owner--name},
 * or {@code files/host-hash}, so that the configuration beside the weights is theirs. What is there already is not fetched again.
 */
public final class ModelFetch {
    /** Names of weights on the hub, the preferred first, and their endings here. */
    private static final List<Map.Entry<String, String>> WEIGHTS =
            List.of(Map.entry("model.safetensors", ".safetensors"), Map.entry("pytorch_model.bin", ".bin"));

    private static final List<String> BESIDE = List.of("config.json", "preprocessor_config.json");
    private static final int HASH_DIGITS = 12;

    private final Path cache;
    private final Download download;

    /**
     * Fetches into {@code cache}.
     *
     * @param cache made where it is not there
     */
    public ModelFetch(Path cache, FetchProgress progress) {
        this.cache = cache;
        this.download = new Download(new Web(), progress);
    }

    /**
     * Fetches the weights and, from the hub, the configuration that is there beside them.
     *
     * @param sha256 that the weights must have
     * @throws FetchException with one sentence for the operator
     */
    public Fetched fetch(ModelSource source, Optional<String> sha256) {
        if (source instanceof Hub hub) {
            return fromHub(hub, sha256);
        }
        Address address = (Address) source;
        Path target = cache.resolve("files").resolve(folder(address.uri())).resolve(address.name());
        return fetched(address.uri(), target, download.fetch(address.uri(), target, sha256), List.of());
    }

    /** Fit for any file system, and no other address has the same. */
    private static String folder(URI uri) {
        String hash = Sha256.of(uri.toString().getBytes(StandardCharsets.UTF_8));
        return uri.getHost().replaceAll("[^\\w.-]", "_") + "-" + hash.substring(0, HASH_DIGITS);
    }

    /** Mirrors have a place of their own: what they give under a name need not be what the hub gives. */
    private static String hubFolder(Hub hub) {
        return hub.isUsual() ? "hub" : "hub-" + folder(hub.address());
    }

    private Fetched fromHub(Hub hub, Optional<String> sha256) {
        Path folder = cache.resolve(hubFolder(hub)).resolve(hub.id().replace("/", "--"));
        // First, so that weights are never there without them.
        List<String> beside = BESIDE.stream()
                .filter(name -> there(hub.file(name), folder.resolve(name)))
                .map(name -> folder.resolve(name).toString())
                .toList();
        List<String> tried = new ArrayList<>();
        for (Map.Entry<String, String> weights : WEIGHTS) {
            URI uri = hub.file(weights.getKey());
            Path target = folder.resolve(hub.name() + weights.getValue());
            try {
                return fetched(uri, target, download.fetch(uri, target, sha256), beside);
            } catch (FetchException.Absent e) {
                tried.add(weights.getKey());
            }
        }
        throw new FetchException("Cannot fetch " + hub.id() + " from " + Web.shown(hub.hub()) + ": it has neither "
                + String.join(" nor ", tried) + ", or there is no such model.");
    }

    private boolean there(URI uri, Path target) {
        try {
            download.fetch(uri, target, Optional.empty());
            return true;
        } catch (FetchException.Absent e) {
            return false;
        }
    }

    private static Fetched fetched(URI uri, Path target, Result result, List<String> beside) {
        try {
            return new Fetched(
                    target.toString(), Files.size(target), result.sha256(), result.verified(), Web.shown(uri), beside);
        } catch (IOException e) {
            throw new FetchException("Cannot read " + target + ": " + IoReason.of(e), e);
        }
    }
}
