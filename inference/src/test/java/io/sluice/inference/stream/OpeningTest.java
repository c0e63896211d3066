package io.sluice.inference.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningTest {
    private final List<String> closed = new ArrayList<>();

    @Test
    void whatWasOpenedBeforeAFailureIsClosedLastFirst() {
        assertThatThrownBy(() -> {
                    try (Opening opening = new Opening()) {
                        opening.with("first", closed::add);
                        opening.with("second", closed::add);
                        throw new IllegalStateException("no third");
                    }
                })
                .hasMessage("no third");

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void onePartThatCannotBeClosedKeepsNoOtherOpen() {
        assertThatThrownBy(() -> {
                    try (Opening opening = new Opening()) {
                        opening.with("first", closed::add);
                        opening.with("second", part -> {
                            throw new IllegalStateException(part + " stays");
                        });
                    }
                })
                .hasMessage("second stays");

        assertThat(closed).containsExactly("first");
    }

    @Test
    void whatIsDoneStaysOpen() {
        try (Opening opening = new Opening()) {
            assertThat(opening.with("first", closed::add)).isEqualTo("first");
            opening.done();
        }

        assertThat(closed).isEmpty();
    }
}
