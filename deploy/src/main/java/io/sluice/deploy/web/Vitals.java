package io.sluice.deploy.web;

import io.sluice.deploy.bench.ResidentMemory;
import io.sluice.inference.metrics.IngestMeters;
import io.sluice.inference.metrics.Meters;
import io.sluice.inference.metrics.ProcessMeters;
import io.sluice.inference.metrics.ReadyMeter;
import io.sluice.ingest.Ingest;
import java.util.List;
import java.util.stream.Stream;

/** What every process tells of itself: its meters and its health. */
public final class Vitals implements AutoCloseable {
    private final Meters meters;
    private final ProcessMeters process;
    private final Health health;

    /**
     * Of a process that is not ready yet.
     *
     * @param meters closed with this
     * @param reason why it is not
     */
    public Vitals(Meters meters, String reason) {
        this.meters = meters;
        this.process = new ProcessMeters(meters, Vitals::residentBytes);
        this.health = new Health(reason);
        var unused = new ReadyMeter(meters, () -> health.state().ready());
    }

    private static double residentBytes() {
        return ResidentMemory.ofThisProcess().stream()
                .asDoubleStream()
                .findAny()
                .orElse(Double.NaN);
    }

    /** Shows what {@code ingest} counts, too. */
    public void show(Ingest ingest) {
        var unused = new IngestMeters(meters, new IngestReadings(ingest));
    }

    public Meters meters() {
        return meters;
    }

    public Health health() {
        return health;
    }

    /** What is to be served of them. */
    public List<WebPart> parts() {
        return List.of(new MetricsPart(meters), new HealthPart(health));
    }

    /** The same, and {@code another} part. */
    public List<WebPart> partsAnd(WebPart another) {
        return Stream.concat(parts().stream(), Stream.of(another)).toList();
    }

    @Override
    public void close() {
        process.close();
        meters.close();
    }
}
