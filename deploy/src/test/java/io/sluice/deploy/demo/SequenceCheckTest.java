package io.sluice.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SequenceCheckTest {
    private final SequenceCheck check = new SequenceCheck();

    @Test
    void gapsAndNewSessionsAreInOrder() {
        accept("first", 0, 1, 5, 6);
        accept("second", 0, 1);

        assertThat(check.duplicates()).isZero();
        assertThat(check.outOfOrder()).isZero();
    }

    @Test
    void aSecondAnswerIsADuplicateWheneverItComes() {
        accept("first", 0, 1, 1, 2, 0);

        assertThat(check.duplicates()).isEqualTo(2);
        assertThat(check.outOfOrder()).isZero();
    }

    @Test
    void aLateFirstAnswerIsOutOfOrder() {
        accept("first", 0, 2, 1, 3);

        assertThat(check.duplicates()).isZero();
        assertThat(check.outOfOrder()).isEqualTo(1);
    }

    @Test
    void whatIsMissingBeforeTheLatestOfItsSessionIsAGap() {
        accept("first", 0, 1, 5, 3);
        accept("second", 1);

        assertThat(check.gaps()).isEqualTo(3);
    }

    private void accept(String session, long... sequences) {
        for (long sequence : sequences) {
            check.accept(session, sequence);
        }
    }
}
