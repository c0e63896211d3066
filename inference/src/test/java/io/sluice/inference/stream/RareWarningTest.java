package io.sluice.inference.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RareWarningTest {
    private final List<String> told = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong(-1);
    private final RareWarning warning = new RareWarning(told::add, nanos::get);

    @Test
    void theFirstIsToldAtOnceThenOneInAMinuteWithTheNumberOfTheOthers() {
        for (int record = 0; record < 1000; record++) {
            int number = record;
            warning.warn(() -> "Skipped " + number + ".");
            nanos.addAndGet(RareWarning.PERIOD.toNanos() / 500);
        }

        assertThat(told)
                .containsExactly("Skipped 0.", "Skipped 500. (And 499 more of the kind since the last warning.)");
    }

    @Test
    void whatIsRareAnywayIsAlwaysTold() {
        for (String sentence : List.of("One.", "Two.", "Three.")) {
            warning.warn(() -> sentence);
            nanos.addAndGet(Duration.ofHours(1).toNanos());
        }

        assertThat(told).containsExactly("One.", "Two.", "Three.");
    }
}
