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
     * @param camera its id, not empty
     */
    record Weight(String camera) implements DirectiveKey {
        public Weight {
            if (camera.isEmpty()) {
                throw new IllegalArgumentException("Expected a camera id, found an empty one.");
            }
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
        return text.startsWith(WEIGHT_PREFIX) && text.length() > WEIGHT_PREFIX.length()
                ? Optional.of(new Weight(text.substring(WEIGHT_PREFIX.length())))
                : Optional.empty();
    }

    /** The key that {@code directive} has to stand under; empty where it does not say exactly one thing. */
    static Optional<DirectiveKey> of(Directive directive) {
        CameraWeight weight = directive.getWeight();
        if (directive.getPin() != null) {
            return weight == null ? Optional.of(new Pin()) : Optional.empty();
        }
        return weight == null || weight.getCamera().isEmpty()
                ? Optional.empty()
                : Optional.of(new Weight(weight.getCamera()));
    }
}
