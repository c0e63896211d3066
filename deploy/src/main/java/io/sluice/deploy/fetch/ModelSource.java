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

    /** Of any address. */
    int LARGEST_PORT = 65_535;

    /**
     * A repository of the hub.
     *
     * @param hub address of the hub, or of a mirror laid out like it
     * @param id owner and name
     */
    record Hub(URI hub, String id) implements ModelSource {
        /** The newest version of one of its files. */
        URI file(String name) {
            return URI.create(address() + "/" + id + "/resolve/main/" + name);
        }

        /** Of the hub, without a slash at its end. */
        URI address() {
            return URI.create(hub.toString().replaceFirst("/+$", ""));
        }

        /** Whether it is the Hugging Face hub itself. */
        boolean isUsual() {
            return address().equals(URI.create(HUGGING_FACE));
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
        if (!isHubId(id)) {
            throw new UsageException(
                    "Cannot fetch '" + text + "': expected " + shortNames()
                            + ", a model on the Hugging Face hub such as facebook/deit-tiny-patch16-224, or the address of a file.");
        }
        return new Hub(uri(hub), id);
    }

    /** As the hub allows them: with neither {@code --} nor {@code ..}, so that each has a folder of its own. */
    private static boolean isHubId(String id) {
        return id.matches("[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*") && !id.contains("--") && !id.contains("..");
    }

    private static String shortNames() {
        return Arrays.stream(PublishedModel.values())
                .map(PublishedModel::shortName)
                .collect(Collectors.joining(", "));
    }

    private static URI uri(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getPort() > LARGEST_PORT) {
                throw new UsageException(
                        "Cannot fetch from '" + text + "': expected a port up to " + LARGEST_PORT + ".");
            }
            if (uri.getHost() != null
                    && uri.getScheme() != null
                    && uri.getScheme().matches("(?i)https?")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new UsageException("Cannot fetch from '" + text + "': it is no address: " + e.getReason() + ".");
        }
        throw new UsageException("Cannot fetch from '" + text + "': expected an address that begins with https://.");
    }
}
