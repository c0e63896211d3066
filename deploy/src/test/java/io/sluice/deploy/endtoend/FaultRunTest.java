package io.sluice.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.bench.faults.FaultKind;
import io.sluice.deploy.bench.faults.FaultReport;
import io.sluice.deploy.bench.faults.FaultRun;
import io.sluice.deploy.bench.faults.FaultSettings;
import io.sluice.deploy.cli.Main;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of {@code sluice bench faults}: three brokers, ingest and inference as processes of their own, of which some are
 * killed, stopped, and slow.
 */
@Timeout(300)
class FaultRunTest {
    private static final int SEED = 3;
    private static final int FAULTS = 8;

    @TempDir
    private Path directory;

    @Test
    void everyFrameHasOneAnswerInOrderWhateverIsKilledOrStopped() throws Exception {
        FaultSettings settings = new FaultSettings(
                SEED,
                FAULTS,
                EnumSet.of(
                        FaultKind.KILL_INFERENCE,
                        FaultKind.PAUSE_INFERENCE,
                        FaultKind.REBALANCE,
                        FaultKind.KILL_INGEST,
                        FaultKind.KILL_BROKER,
                        FaultKind.SLOW_BROKER),
                2,
                1,
                4,
                5,
                Optional.empty());

        FaultReport report = new FaultRun(settings, directory, Main.class.getName(), System.err::println, () -> false)
                .run()
                .orElseThrow();

        assertThat(report.violated()).isEmpty();
        assertThat(report.faults()).isEqualTo(FAULTS);
        assertThat(report.answers()).isEqualTo(report.frames()).isPositive();
    }
}
