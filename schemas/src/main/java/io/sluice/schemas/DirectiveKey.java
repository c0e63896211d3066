package io.sluice.schemas;

import java.util.Optional;

/** What a {@link Directive} is about. Its text is the key of the record, and the last record of a key holds. */
public sealed interface DirectiveKey {
    String PIN = "pin";
    String WEIGHT_PREFIX = "weight/";

    /** The operating point. */
    record Pin() implements DirectiveKey {
        @Override
        public String text() {
            return PIN;
        }
    }

    /**
     * What a camera weighs.
     *
     * @param camera its id, within its {@linkplain DirectiveLimits#camera limits}
     */
    record Weight(String camera) implements DirectiveKey {
        public Weight {
            DirectiveLimits.camera(camera);
        }

        @Override
        public String text() {
            return WEIGHT_PREFIX + camera;
        }
    }

    /** The key of the record. */
    String text();

    /** What a record with this key is about; empty where it is no key of a directive. */
    static Optional<DirectiveKey> parse(String text) {
        if (text.equals(PIN)) {
            return Optional.of(new Pin());
        }
        return text.startsWith(WEIGHT_PREFIX) ? weight(text.substring(WEIGHT_PREFIX.length())) : Optional.empty();
    }

    /** The key that {@code directive} has to stand under; empty where it does not say exactly one thing. */
    static Optional<DirectiveKey> of(Directive directive) {
        CameraWeight weight = directive.getWeight();
        if (directive.getPin() != null) {
            return weight == null ? Optional.of(new Pin()) : Optional.empty();
        }
        return weight == null ? Optional.empty() : weight(weight.getCamera());
    }

    private static Optional<DirectiveKey> weight(String camera) {
        try {
            return Optional.of(new Weight(camera));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
