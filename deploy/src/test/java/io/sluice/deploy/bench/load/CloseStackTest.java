package io.sluice.deploy.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CloseStackTest {
    private final List<String> closed = new ArrayList<>();
    private final CloseStack stack = new CloseStack();

    @Test
    void allIsClosedInReverseWhateverFails() {
        stack.add(() -> closed.add("first"));
        stack.add(() -> {
            throw new IllegalStateException("second");
        });
        stack.add(() -> {
            throw new IllegalStateException("third");
        });
        stack.add(() -> closed.add("fourth"));

        assertThatThrownBy(stack::close)
                .hasMessage("third")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("second"));
        assertThat(closed).containsExactly("fourth", "first");
    }
}
