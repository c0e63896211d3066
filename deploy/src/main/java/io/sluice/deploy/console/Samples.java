package io.sluice.deploy.console;

import io.sluice.schemas.ThroughputReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The last five minutes of each inference process, a second each. For one thread. */
final class Samples {
    private final Map<String, Recent<Long, SampleView>> instances = new HashMap<>();
    private final Map<String, Long> heard = new HashMap<>();

    void accept(ThroughputReport report, long nanos) {
        String instance = report.getInstance();
        forgetSilent(nanos);
        if (instance.length() > Limits.ID
                || (!instances.containsKey(instance) && instances.size() >= Limits.INSTANCES)) {
            return;
        }
        SampleView sample = SampleView.of(report);
        heard.put(instance, nanos);
        instances.computeIfAbsent(instance, id -> new Recent<>(Limits.SAMPLES)).put(sample.at(), sample);
    }

    List<SampleView> all() {
        return instances.values().stream().flatMap(s -> s.all().stream()).toList();
    }

    List<SampleView> takeChanged() {
        List<SampleView> changed = new ArrayList<>();
        instances.values().forEach(samples -> changed.addAll(samples.takeChanged()));
        return changed;
    }

    /** Each start of a process is an instance of its own, so old ones make room. */
    void forgetSilent(long nanos) {
        heard.values().removeIf(last -> nanos - last > Limits.SILENCE.toNanos());
        instances.keySet().retainAll(heard.keySet());
    }
}
