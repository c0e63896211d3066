package io.sluice.deploy.fetch;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Models that are known by a short name. */
public enum PublishedModel {
    DEIT_TINY("facebook/deit-tiny-patch16-224"),
    DEIT_SMALL("facebook/deit-small-patch16-224"),
    DEIT_BASE("facebook/deit-base-patch16-224");

    private final String hubId;

    PublishedModel(String hubId) {
        this.hubId = hubId;
    }

    /** Owner and name on the Hugging Face hub. */
    public String hubId() {
        return hubId;
    }

    /** Such as {@code deit-tiny}. */
    public String shortName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<PublishedModel> named(String shortName) {
        return Arrays.stream(values())
                .filter(model -> model.shortName().equals(shortName))
                .findFirst();
    }
}
