package io.sluice.inference.metrics;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Shows what ingest counts. */
public final class IngestMeters {
    private final Supplier<State> source;
    private final ByCamera<Sum> cameras;
    private volatile boolean brokerUp;

    /**
     * A camera at one moment. Counts are since the start.
     *
     * @param camera its id
     * @param up whether it delivers frames
     * @param ended whether all that it had has been played
     * @param captured taken from the source
     * @param published that Kafka has
     * @param shed dropped because Kafka took them too slowly
     * @param failed that could not be encoded or sent
     * @param undecodable damaged and left out, in none of the others
     * @param reconnects how often it was opened again
     * @param encodeSeconds that its frames took to be encoded, summed
     * @param acknowledgeSeconds that Kafka took to acknowledge its frames, summed
     */
    public record Camera(
            String camera,
            boolean up,
            boolean ended,
            long captured,
            long published,
            long shed,
            long failed,
            long undecodable,
            long reconnects,
            double encodeSeconds,
            double acknowledgeSeconds) {

        private Camera plus(Camera other) {
            return new Camera(
                    camera,
                    (up || ended) && (other.up || other.ended), // one that has ended makes none of the others look down
                    ended && other.ended,
                    captured + other.captured,
                    published + other.published,
                    shed + other.shed,
                    failed + other.failed,
                    undecodable + other.undecodable,
                    reconnects + other.reconnects,
                    encodeSeconds + other.encodeSeconds,
                    acknowledgeSeconds + other.acknowledgeSeconds);
        }
    }

    /**
     * All of it at one moment.
     *
     * @param brokerUp whether Kafka answers
     * @param cameras in any order
     */
    public record State(boolean brokerUp, List<Camera> cameras) {}

    /** The cameras that share a label. */
    private static final class Sum {
        private Camera sum;
    }

    /** @param source asked once before each scrape */
    public IngestMeters(Meters meters, Supplier<State> source) {
        this.source = source;
        Registrar registrar = meters.registrar();
        cameras = meters.byCamera(camera -> register(registrar, camera));
        registrar.gauge(Metric.INGEST_BROKER_UP, this, ingest -> ingest.brokerUp ? 1 : 0);
        meters.beforeScrape(this::look);
        meters.keep(this);
    }

    private static Sum register(Registrar registrar, String camera) {
        Sum sum = new Sum();
        counter(registrar, Metric.INGEST_CAPTURED, sum, Camera::captured, camera);
        counter(registrar, Metric.INGEST_PUBLISHED, sum, Camera::published, camera);
        counter(registrar, Metric.INGEST_SHED, sum, Camera::shed, camera);
        counter(registrar, Metric.INGEST_FAILED, sum, Camera::failed, camera);
        counter(registrar, Metric.INGEST_UNDECODABLE, sum, Camera::undecodable, camera);
        counter(registrar, Metric.INGEST_RECONNECTS, sum, Camera::reconnects, camera);
        counter(registrar, Metric.INGEST_ENCODE, sum, Camera::encodeSeconds, camera);
        counter(registrar, Metric.INGEST_ACKNOWLEDGE, sum, Camera::acknowledgeSeconds, camera);
        registrar.gauge(Metric.INGEST_CAMERA_UP, sum, shared -> shared.sum.up() ? 1 : 0, camera);
        registrar.gauge(Metric.INGEST_CAMERA_ENDED, sum, shared -> shared.sum.ended() ? 1 : 0, camera);
        registrar.gauge(
                Metric.INGEST_IN_FLIGHT,
                sum,
                shared -> shared.sum.captured() - shared.sum.published() - shared.sum.shed() - shared.sum.failed(),
                camera);
        return sum;
    }

    private static void counter(
            Registrar registrar, Metric metric, Sum sum, ToDoubleFunction<Camera> value, String camera) {
        registrar.counter(metric, sum, shared -> value.applyAsDouble(shared.sum), camera);
    }

    private void look() {
        State now = source.get();
        brokerUp = now.brokerUp();
        cameras.forEach(shared -> shared.sum = null);
        for (Camera camera : now.cameras()) {
            Sum shared = cameras.of(camera.camera());
            shared.sum = shared.sum == null ? camera : shared.sum.plus(camera);
        }
    }
}
