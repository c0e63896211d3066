package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    @Test
    void namesBeginWithThePrefix() {
        assertThat(new Topics("plant-7").all())
                .containsExactly(
                        "plant-7.frames",
                        "plant-7.labels",
                        "plant-7.metrics",
                        "plant-7.decisions",
                        "plant-7.dead-letters",
                        "plant-7.control",
                        "plant-7.events");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "ü"})
    void aPrefixThatKafkaRefusesIsRefusedHere(String prefix) {
        assertThatThrownBy(() -> new Topics(prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + prefix + "'");
    }
}
