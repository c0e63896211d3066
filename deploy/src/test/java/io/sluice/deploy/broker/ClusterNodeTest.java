package io.sluice.deploy.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClusterNodeTest {
    private static final Map<Integer, Integer> THREE = Map.of(1, 19_093, 2, 19_094, 3, 19_095);

    @Test
    void nodesOfAClusterAgreeOnItAndOthersDoNot() {
        assertThat(new ClusterNode(1, THREE).clusterId()).isEqualTo(new ClusterNode(3, THREE).clusterId());
        assertThat(new ClusterNode(1, THREE).clusterId())
                .isNotEqualTo(new ClusterNode(1, Map.of(1, 19_093, 2, 19_094, 3, 19_096)).clusterId());
    }

    @Test
    void twoOfThreeMustHaveARecordAndOneOfOne() {
        assertThat(new ClusterNode(2, THREE).properties())
                .containsEntry("min.insync.replicas", "2")
                .containsEntry("transaction.state.log.replication.factor", "3");
        assertThat(ClusterNode.alone(19_093).properties())
                .containsEntry("min.insync.replicas", "1")
                .containsEntry("transaction.state.log.replication.factor", "1");
    }

    @Test
    void aNodeThatIsNotOfItsClusterIsRefused() {
        assertThatThrownBy(() -> new ClusterNode(4, THREE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Expected node 4 to be one of the cluster's, found {1=19093, 2=19094, 3=19095}.");
    }
}
