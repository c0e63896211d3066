package io.sluice.deploy.modeling;

import io.sluice.inference.model.Precision;
import java.nio.file.Path;
import java.util.Optional;

/**
 * In what arithmetic an operator wants a model to be computed.
 *
 * @param precision of the products; absent, that which a compiled model was compiled for, or FLOAT32
 * @param ranges file of activation ranges, which INT8 needs; absent, the one beside the checkpoint
 */
public record PrecisionRequest(Optional<Precision> precision, Optional<Path> ranges) {
    /** As usual. */
    public static final PrecisionRequest USUAL = new PrecisionRequest(Optional.empty(), Optional.empty());

    /** One precision, with the ranges beside the checkpoint where it needs them. */
    public static PrecisionRequest of(Precision precision) {
        return new PrecisionRequest(Optional.of(precision), Optional.empty());
    }

    Precision orFloat32() {
        return precision.orElse(Precision.FLOAT32);
    }

    boolean needsRanges() {
        return orFloat32() == Precision.INT8;
    }
}
