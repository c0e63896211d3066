package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ingest.CallGuard.Verdict;
import org.junit.jupiter.api.Test;

class CallGuardTest {
    private static final long DUE = 100;
    private static final long GIVEN_UP = DUE + CallGuard.GRACE.toNanos();

    private final CallGuard guard = new CallGuard();

    @Test
    void aCallInTimeIsLeftAlone() {
        guard.begin(DUE);

        assertThat(guard.judge(DUE - 1)).isEqualTo(Verdict.FINE);
        assertThat(guard.end()).isFalse();
        assertThat(guard.judge(GIVEN_UP)).isEqualTo(Verdict.FINE);
    }

    @Test
    void anOverdueCallIsInterruptedOnceAndMayStillComeBack() {
        guard.begin(DUE);

        assertThat(guard.judge(DUE)).isEqualTo(Verdict.INTERRUPT);
        assertThat(guard.judge(DUE + 1)).isEqualTo(Verdict.FINE);
        assertThat(guard.end()).isTrue();
        assertThat(guard.judge(GIVEN_UP)).isEqualTo(Verdict.FINE);
    }

    @Test
    void aCallThatIgnoresTheInterruptIsGivenUpForGood() {
        guard.begin(DUE);
        guard.judge(DUE);

        assertThat(guard.judge(GIVEN_UP)).isEqualTo(Verdict.ABANDON);
        assertThatThrownBy(guard::end).isInstanceOf(CallGuard.AbandonedException.class);
        guard.begin(DUE);
        assertThat(guard.judge(GIVEN_UP)).isEqualTo(Verdict.FINE);
        assertThatThrownBy(guard::end).isInstanceOf(CallGuard.AbandonedException.class);
    }
}
