package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StopSignalTest {
    private static final int TERM = 15;

    private final StopSignal stop = new StopSignal();

    @Test
    void aSignalTellsInTheStatusWhatEndedACommandThatWentWell() {
        stop.signalled(TERM);

        assertThat(stop.requested()).isTrue();
        assertThat(stop.statusOr(0)).isEqualTo(128 + TERM);
    }

    @Test
    void aSignalDoesNotHideAFailure() {
        stop.signalled(TERM);

        assertThat(stop.statusOr(1)).isEqualTo(1);
    }

    @Test
    void withoutASignalTheStatusIsTheCommands() {
        assertThat(stop.statusOr(0)).isZero();
    }
}
