package io.sluice.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.bench.faults.Fault;
import io.sluice.deploy.bench.faults.FaultKind;
import io.sluice.deploy.bench.faults.FaultPlan;
import io.sluice.deploy.bench.faults.FaultReport;
import io.sluice.deploy.bench.faults.FaultRun;
import io.sluice.deploy.bench.faults.FaultSettings;
import io.sluice.deploy.cli.Main;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of {@code sluice bench faults}: three brokers, ingest and inference as processes of their own, of which some are
 * killed, stopped, and slow.
 */
class FaultRunTest {
    private static final int SEED = 2585;
    private static final int FAULTS = 6;

    private static final Set<FaultKind> KINDS = Set.of(
            FaultKind.KILL_INFERENCE,
            FaultKind.PAUSE_INFERENCE,
            FaultKind.REBALANCE,
            FaultKind.KILL_INGEST,
            FaultKind.KILL_BROKER,
            FaultKind.SLOW_BROKER);
    private static final FaultSettings SETTINGS = new FaultSettings(SEED, FAULTS, KINDS, 2, 1, 4, 5, Optional.empty());

    @TempDir
    private Path directory;

    /** Sessions and transactions last 6 s: a pause of about that long ends in one way today and in another tomorrow. */
    @Test
    void thePlanHasEveryKindAndNoPauseAsLongAsATimeOut() {
        FaultPlan plan = SETTINGS.plan(KINDS);

        assertThat(plan.faults()).extracting(Fault::kind).containsAll(KINDS);
        assertThat(plan.faults())
                .filteredOn(fault -> fault.kind() == FaultKind.PAUSE_INFERENCE)
                .extracting(Fault::lasting)
                .allMatch(lasting -> lasting.toMillis() < 5000 || lasting.toMillis() > 8000);
    }

    @Test
    void everyFrameHasOneAnswerInOrderWhateverIsKilledOrStopped() throws Exception {
        FaultReport report = new FaultRun(SETTINGS, directory, Main.class.getName(), System.err::println, () -> false)
                .run()
                .orElseThrow();

        assertThat(report.violated()).isEmpty();
        assertThat(report.faults()).isEqualTo(FAULTS);
        assertThat(report.answers()).isEqualTo(report.frames()).isPositive();
    }
}
