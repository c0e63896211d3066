package io.sluice.deploy.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BusyNeighbourTest {
    @Test
    void anotherProcessRunsUntilItIsClosed() throws Exception {
        BusyNeighbour neighbour = BusyNeighbour.start();

        assertThat(neighbour.alive()).isTrue();
        neighbour.close();
        assertThat(neighbour.awaitEnd()).isTrue();
    }
}
