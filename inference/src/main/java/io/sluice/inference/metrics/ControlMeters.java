package io.sluice.inference.metrics;

import io.micrometer.core.instrument.MultiGauge;
import io.sluice.inference.model.OperatingPoint;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Shows what serves. */
public final class ControlMeters {
    private final Supplier<State> source;
    private final AtomicLong decisions = new AtomicLong();
    private final MultiGauge info;
    private final MultiGauge calibrated;
    private final MultiGauge live;
    /** What the last scrape shows; read by that scrape only. */
    private volatile State state;

    /**
     * How fast and faithful a point is.
     *
     * @param point which
     * @param calibrated fidelity that calibration found, 0 to 1; empty where not measured
     * @param live fidelity on frames that were served, 0 to 1; empty until there are any
     */
    public record Rung(OperatingPoint point, OptionalDouble calibrated, OptionalDouble live) {}

    /**
     * At one moment.
     *
     * @param point that serves
     * @param fidelity of it as is known now, 0 to 1; empty where not measured
     * @param provider that runs it
     * @param batchBound largest batch, in frames
     * @param ladder what may serve
     * @param lag consumer lag in records; empty when not known
     */
    public record State(
            OperatingPoint point,
            OptionalDouble fidelity,
            String provider,
            int batchBound,
            List<Rung> ladder,
            OptionalLong lag) {}

    /** @param source asked once before each scrape */
    public ControlMeters(Meters meters, Supplier<State> source) {
        this.source = source;
        Registrar registrar = meters.registrar();
        info = registrar.gauges(Metric.OPERATING_POINT);
        calibrated = registrar.gauges(Metric.FIDELITY_CALIBRATED);
        live = registrar.gauges(Metric.FIDELITY_LIVE);
        registrar.counter(Metric.DECISIONS, decisions, AtomicLong::get);
        gauge(
                registrar,
                Metric.OPERATING_POINT_TOKENS,
                now -> now.point().schedule().left());
        gauge(registrar, Metric.OPERATING_POINT_GMACS, now -> now.point().gmacs());
        gauge(registrar, Metric.OPERATING_POINT_FIDELITY, now -> now.fidelity().orElse(Double.NaN));
        gauge(registrar, Metric.BATCH_BOUND, State::batchBound);
        gauge(registrar, Metric.LAG, now -> now.lag().isPresent() ? now.lag().getAsLong() : Double.NaN);
        meters.beforeScrape(this::look);
        meters.keep(this);
    }

    /** The operating point has been changed. */
    public void decided() {
        decisions.incrementAndGet();
    }

    private void gauge(Registrar registrar, Metric metric, ToDoubleFunction<State> value) {
        registrar.gauge(metric, this, meters -> meters.state == null ? Double.NaN : value.applyAsDouble(meters.state));
    }

    private void look() {
        State before = state;
        state = source.get();
        // To register rows costs more than the rest of a scrape.
        if (before == null || !before.point().equals(state.point())) {
            info.register(List.of(row(state.point(), state.provider())), true);
        }
        if (before == null || !before.ladder().equals(state.ladder())) {
            calibrated.register(rows(Metric.FIDELITY_CALIBRATED, Rung::calibrated), true);
            live.register(rows(Metric.FIDELITY_LIVE, Rung::live), true);
        }
    }

    private static MultiGauge.Row<?> row(OperatingPoint point, String provider) {
        return MultiGauge.Row.of(
                Registrar.tags(
                        Metric.OPERATING_POINT,
                        point.model().toString(),
                        point.reducer().toString(),
                        point.precision().name(),
                        provider),
                1);
    }

    private List<MultiGauge.Row<?>> rows(Metric metric, Function<Rung, OptionalDouble> fidelity) {
        return state.ladder().stream()
                .filter(rung -> fidelity.apply(rung).isPresent())
                .<MultiGauge.Row<?>>map(rung -> MultiGauge.Row.of(
                        Registrar.tags(
                                metric,
                                rung.point().model().toString(),
                                rung.point().reducer().toString(),
                                rung.point().precision().name()),
                        fidelity.apply(rung).getAsDouble()))
                .toList();
    }
}
