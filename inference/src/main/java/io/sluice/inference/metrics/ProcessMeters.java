package io.sluice.inference.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.function.DoubleSupplier;

/**
 * The Java virtual machine and the process around it, under the names that Micrometer gives them everywhere, so that
 * dashboards for any Java service work.
 *
 * <p>ONNX Runtime's memory has no meter of its own: its Java interface tells nothing of its allocators. It lies outside the
 * heap, so that it is in the resident memory of the process and in no pool of the JVM's.
 */
public final class ProcessMeters implements AutoCloseable {
    private final JvmGcMetrics garbage = new JvmGcMetrics();

    /** @param residentBytes physical memory of the process; NaN where that is not known */
    public ProcessMeters(Meters meters, DoubleSupplier residentBytes) {
        garbage.bindTo(meters.registry());
        new JvmMemoryMetrics().bindTo(meters.registry());
        new JvmThreadMetrics().bindTo(meters.registry());
        new ProcessorMetrics().bindTo(meters.registry());
        new UptimeMetrics().bindTo(meters.registry());
        new FileDescriptorMetrics().bindTo(meters.registry());
        Gauge.builder("process.resident.memory", residentBytes, DoubleSupplier::getAsDouble)
                .baseUnit("bytes")
                .description("Physical memory of the process, that of ONNX Runtime and the decoders included.")
                .strongReference(true)
                .register(meters.registry());
    }

    @Override
    public void close() {
        garbage.close();
    }
}
