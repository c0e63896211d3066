package io.sluice.deploy.demo;

import io.sluice.deploy.view.LiveSnapshot;
import io.sluice.deploy.view.LiveSnapshot.Age;
import io.sluice.deploy.view.LiveSnapshot.CameraRow;
import io.sluice.deploy.view.LiveSnapshot.Overall;
import io.sluice.deploy.view.SlidingRate;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.ingest.CameraStatus;
import io.sluice.schemas.ThroughputReport;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Puts together what the operator sees: cameras from ingest, answers and reports as read from their topics. */
final class Surveyor {
    private final Answers answers;
    private final String operatingPoint;
    private final LongSupplier nanos;
    private final Map<String, SlidingRate> rates = new HashMap<>();
    private volatile Optional<ThroughputReport> latest = Optional.empty();

    /**
     * @param point that inference runs at until it reports
     * @param nanos a clock of nanoseconds from any origin
     */
    Surveyor(Answers answers, OperatingPoint point, LongSupplier nanos) {
        this.answers = answers;
        this.operatingPoint = point.reducer() + " " + point.precision();
        this.nanos = nanos;
    }

    /** The next report of the metrics topic. */
    void accept(ThroughputReport report) {
        latest = Optional.of(report);
    }

    /** What there is to see now; to be asked for several times a second, on one thread. */
    LiveSnapshot snapshot(List<CameraStatus> cameras) {
        return new LiveSnapshot(
                latest.map(Surveyor::overall).orElseGet(this::nothingYet),
                cameras.stream().map(this::row).toList());
    }

    private Overall nothingYet() {
        return new Overall(operatingPoint, 0, OptionalDouble.empty(), Optional.empty(), OptionalLong.empty(), 0);
    }

    private static Overall overall(ThroughputReport report) {
        return new Overall(
                report.getReducer() + " " + report.getPrecision(),
                report.getFramesPerSecond(),
                report.getBatchSize() == null ? OptionalDouble.empty() : OptionalDouble.of(report.getBatchSize()),
                Optional.ofNullable(report.getAgeMillis()).map(age -> new Age(age.getP50(), age.getP99())),
                report.getLag() == null ? OptionalLong.empty() : OptionalLong.of(report.getLag()),
                report.getInFlight());
    }

    private CameraRow row(CameraStatus camera) {
        CameraAnswers read = answers.of(camera.camera());
        SlidingRate rate = rates.computeIfAbsent(camera.camera(), id -> new SlidingRate());
        return new CameraRow(
                camera.camera(),
                camera.state().name().toLowerCase(Locale.ROOT),
                camera.state().isFinal() ? 0 : camera.framesPerSecond(),
                rate.perSecond(nanos.getAsLong(), read.all()),
                read.label(),
                read.ageMillis(),
                camera.frames().shed() + read.shed(),
                read.rejected());
    }
}
