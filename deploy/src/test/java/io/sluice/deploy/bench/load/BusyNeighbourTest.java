package io.sluice.deploy.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class BusyNeighbourTest {
    @Test
    void anotherProcessRunsUntilItIsClosed() throws Exception {
        BusyNeighbour neighbour = BusyNeighbour.start();

        assertThat(neighbour.alive()).isTrue();
        neighbour.close();
        assertThat(neighbour.awaitEnd()).isTrue();
    }

    @Test
    void oneThatHasEndedByItselfIsATrouble() throws Exception {
        BusyNeighbour neighbour = BusyNeighbour.start();
        neighbour.close();
        neighbour.awaitEnd();

        Mishap.SlowDevice slow = new Mishap.SlowDevice(neighbour);

        assertThatThrownBy(slow::end).hasMessage("The process that was to keep cores busy ended too soon.");
    }
}
