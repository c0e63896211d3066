package io.sluice.deploy.fetch;

import io.sluice.deploy.UsageException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where a model is fetched from. */
public sealed interface ModelSource {
    /** Where the models of the Hugging Face hub are. */
    String HUGGING_FACE = "https://huggingface.co";

    /**
     * A repository of the hub.
     *
     * @param hub address of the hub, or of a mirror laid out like it
     * @param id owner and name
     */
    record Hub(URI hub, String id) implements ModelSource {
        /** The newest version of one of its files. */
        URI file(String name) {
            return URI.create(hub.toString().replaceFirst("/+$", "") + "/" + id + "/resolve/main/" + name);
        }

        /** Without the owner. */
        String name() {
            return id.substring(id.indexOf('/') + 1);
        }
    }

    /**
     * A file.
     *
     * @param uri http or https
     */
    record Address(URI uri) implements ModelSource {
        /** Its last part, fit for any file system. */
        String name() {
            String path = String.valueOf(uri.getPath());
            return path.substring(path.lastIndexOf('/') + 1).replaceAll("[^\\w.-]|^\\.+", "_");
        }
    }

    /**
     * Reads what an operator wrote: a short name, a repository of the hub, or an address.
     *
     * @throws UsageException where it is none of them
     */
    static ModelSource parse(String text, String hub) {
        if (text.matches("(?i)https?://.*")) {
            Address address = new Address(uri(text));
            if (address.name().isBlank()) {
                throw new UsageException("Cannot fetch '" + text + "': expected the address of a file.");
            }
            return address;
        }
        String id = PublishedModel.named(text).map(PublishedModel::hubId).orElse(text);
        if (!id.matches("[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*")) {
            throw new UsageException(
                    "Cannot fetch '" + text + "': expected " + shortNames()
                            + ", a model on the Hugging Face hub such as facebook/deit-tiny-patch16-224, or the address of a file.");
        }
        return new Hub(uri(hub), id);
    }

    private static String shortNames() {
        return Arrays.stream(PublishedModel.values())
                .map(PublishedModel::shortName)
                .collect(Collectors.joining(", "));
    }

    private static URI uri(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && uri.getScheme().matches("(?i)https?")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new UsageException("Cannot fetch from '" + text + "': it is no address: " + e.getReason() + ".");
        }
        throw new UsageException("Cannot fetch from '" + text + "': expected an address that begins with https://.");
    }
}
