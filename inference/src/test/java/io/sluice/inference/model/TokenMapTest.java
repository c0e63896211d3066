package io.sluice.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.inference.model.PatchGroups.Patch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TokenMapTest {
    private static final VitShape SHAPE = new VitShape(16, 8, 8, 2, 1, 8, 3, 1);

    @Test
    void groupsAreNamedByTheirFirstPatch() {
        PatchGroups groups = PatchGroups.of(3, 7, -1, 2, 7, -1, 2, 4);

        assertThat(groups.groups()).containsExactly(0, -1, 2, 0, -1, 2, 6);
        assertThat(groups.patches())
                .containsExactly(
                        new Patch.Merged(0, 2),
                        new Patch.Pruned(),
                        new Patch.Merged(2, 2),
                        new Patch.Merged(0, 2),
                        new Patch.Pruned(),
                        new Patch.Merged(2, 2),
                        new Patch.Kept());
        assertThat(List.of(groups.tokens(), groups.kept(), groups.merged(), groups.pruned()))
                .containsExactly(3, 1, 4, 2);
        assertThat(groups.name()).isEqualTo("block 3");
    }

    @Test
    void aMapIsOfTheTokensThatTheScheduleLeaves() {
        TokenSchedule schedule = new TokenSchedule(5, List.of(5, 3), List.of(5, 3), List.of(2));

        TokenMap map = TokenMap.of(SHAPE, schedule, new TreeMap<>(Map.of(1, new long[] {2, 1, 2, -1})));

        assertThat(map).isEqualTo(new TokenMap(2, 2, List.of(new PatchGroups(1, List.of(0, 1, 0, -1)))));
        assertThatThrownBy(() -> TokenMap.of(SHAPE, schedule, new TreeMap<>(Map.of(1, new long[] {2, 1, 3, -1}))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Expected patches in 2 tokens after block 1, found them in 3.");
    }

    @Test
    void aGroupThatItsFirstPatchDoesNotNameIsRefused() {
        for (List<Integer> groups : List.of(List.of(1, 1), List.of(-1, 0), List.of(-2, 1), List.of(0, 0, 1))) {
            assertThatThrownBy(() -> new PatchGroups(0, groups))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Expected the first patch of its group, or -1, for patch ");
        }
    }

    @Test
    void whatWasMergedStaysTogetherAndWhatWasPrunedStaysAway() {
        PatchGroups before = new PatchGroups(1, List.of(0, 0, -1, 3));

        assertThat(new TokenMap(2, 2, List.of(before, new PatchGroups(2, List.of(0, 0, -1, 0)))).stages())
                .hasSize(2);
        for (List<Integer> impossible : List.of(List.of(0, 1, -1, 3), List.of(0, 0, 2, 3), List.of(0, -1, -1, 3))) {
            PatchGroups after = new PatchGroups(2, impossible);
            assertThatThrownBy(() -> new TokenMap(2, 2, List.of(before, after)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Expected block 2 to go on from block 1");
        }
        assertThatThrownBy(() -> new TokenMap(2, 2, List.of(before, before)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TokenMap(2, 3, List.of(before)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Expected 6 patches, found 4 after block 1.");
    }
}
