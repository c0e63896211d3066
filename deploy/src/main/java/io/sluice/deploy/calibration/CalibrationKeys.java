package io.sluice.deploy.calibration;

import io.sluice.deploy.IoReason;
import io.sluice.deploy.OperatorException;
import io.sluice.inference.engine.CalibrationSettings;
import io.sluice.inference.engine.Engine;
import io.sluice.inference.engine.Provider;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds out what measurements depend on.
 *
 * @param device that they are made on
 * @param sluice version
 * @param settings of the measurements
 */
record CalibrationKeys(Device device, String sluice, CalibrationSettings settings) {
    private static final String DEVELOPMENT = "development";

    /** On this machine, with this Sluice. */
    static CalibrationKeys here(CalibrationSettings settings) {
        String version = CalibrationKeys.class.getPackage().getImplementationVersion();
        return new CalibrationKeys(Device.ofThisMachine(), version == null ? DEVELOPMENT : version, settings);
    }

    /**
     * Of some candidates of the same pixels, at least one.
     *
     * @param samples identity of the samples
     */
    CalibrationKey of(List<Candidate> candidates, String samples) {
        Provider provider = candidates.get(0).weights().engine().provider();
        return new CalibrationKey(
                device.with(provider),
                provider.name(),
                settings.lanes(),
                settings.batches(),
                candidates.get(0).weights().preprocessing(),
                candidates.stream().map(CalibrationKeys::point).toList(),
                sluice,
                Engine.runtimeVersion(),
                samples);
    }

    private static CalibrationKey.Point point(Candidate candidate) {
        OperatingPoint point = candidate.point();
        return new CalibrationKey.Point(
                point.model().name(),
                point.model().weightsSha256(),
                candidate.weights().shape().heads(),
                point.reducer().toString(),
                point.precision().name(),
                ranges(candidate));
    }

    /** Without a file, the ranges are measured on scenes that are always the same, and depend on the weights alone. */
    private static String ranges(Candidate candidate) {
        return candidate.point().precision() == Precision.INT8
                ? candidate
                        .weights()
                        .activationRanges()
                        .map(CalibrationKeys::digest)
                        .orElse("synthetic scenes")
                : "";
    }

    private static String digest(Path file) {
        try {
            return ContentDigest.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new OperatorException("Activation ranges " + file + " cannot be read: " + IoReason.of(e), e);
        }
    }
}
