package io.sluice.deploy.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.view.LiveSnapshot.Age;
import io.sluice.deploy.view.LiveSnapshot.CameraRow;
import io.sluice.deploy.view.LiveSnapshot.Overall;
import io.sluice.deploy.view.LiveSnapshot.TopLabel;
import io.sluice.deploy.view.LiveTable.Style;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LiveViewTest {
    private static final Overall BUSY = new Overall(
            "ppt:r=50 FLOAT32", 48.25, OptionalDouble.of(1.5), Optional.of(new Age(41, 97)), OptionalLong.of(12), 7);
    private static final Overall IDLE =
            new Overall("none FLOAT32", 0, OptionalDouble.empty(), Optional.empty(), OptionalLong.empty(), 0);

    private final StringWriter shown = new StringWriter();
    private final PrintWriter terminal = new PrintWriter(shown);

    @Test
    void theTableShowsWhatIsKnownAndADashForWhatIsNot() {
        LiveSnapshot snapshot = new LiveSnapshot(BUSY, List.of(labelled("road", "sports car"), silent("belt")));

        String table = new LiveTable(24, 120, Style.PLAIN).render(snapshot);

        assertThat(table).isEqualTo("""
                48.3 frames/s  ppt:r=50 FLOAT32  batch 1.5  age p50 41 p99 97 ms  lag 12  in flight 7
                CAMERA           STATE         FPS IN FPS OUT  LABEL                                 SCORE   AGE MS   SHED REJECTED
                road             running         25.0    24.5  sports car                            0.912       41      3        1
                belt             running          0.0     0.0  -                                         -        -      0        0
                """);
    }

    @Test
    void anIdleSystemHasNoPercentiles() {
        assertThat(new LiveTable(24, 120, Style.PLAIN).summary(IDLE))
                .isEqualTo("0.0 frames/s  none FLOAT32  batch -  age p50 - p99 - ms  lag -  in flight 0");
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        LiveTable narrow = new LiveTable(24, 40, Style.PLAIN);

        assertThat(narrow.lines(new LiveSnapshot(BUSY, List.of(labelled("road", "sports car")))))
                .allSatisfy(line -> assertThat(line).hasSize(40).endsWith("~"));
    }

    @Test
    void camerasThatDoNotFitAreCounted() {
        List<CameraRow> cameras = IntStream.range(0, 10)
                .mapToObj(number -> silent("camera" + number))
                .toList();

        List<String> lines = new LiveTable(8, 80, Style.PLAIN).lines(new LiveSnapshot(IDLE, cameras));

        assertThat(lines).hasSize(7).last().isEqualTo("and 6 more cameras");
    }

    @Test
    void aNameCannotSteerTheTerminal() {
        String table = new LiveTable(24, 120, Style.PLAIN)
                .render(new LiveSnapshot(IDLE, List.of(labelled("\u001b[2Jroad", "car\r\nTAXI"))));

        assertThat(table).doesNotContain("\u001b", "\r").contains("?[2Jroad", "car??TAXI");
    }

    @Test
    void theTerminalIsDrawnOverInPlaceAndRestored() {
        TerminalView view = new TerminalView(terminal, new LiveTable(24, 80, Style.PLAIN));
        LiveSnapshot snapshot = new LiveSnapshot(IDLE, List.of(silent("road")));

        view.show(snapshot);
        view.show(snapshot);
        view.close();

        assertThat(shown.toString())
                .startsWith("\u001b[?25l\u001b[?7l")
                .containsOnlyOnce("\u001b[3A")
                .endsWith("\u001b[?7h\u001b[?25h");
    }

    @Test
    void whatIsSaidStaysAboveTheTable() {
        TerminalView view = new TerminalView(terminal, new LiveTable(24, 80, Style.PLAIN));

        view.show(new LiveSnapshot(IDLE, List.of(silent("road"))));
        shown.getBuffer().setLength(0);
        view.say("Camera 'road' is lost.");

        assertThat(shown.toString())
                .startsWith("\r\u001b[3A\u001b[J\u001b[?7hCamera 'road' is lost.\u001b[?7l\n0.0 frames/s")
                .contains("road");
    }

    @Test
    void aLogGetsOneLineEveryFewSeconds() {
        AtomicLong nanos = new AtomicLong();
        LogView view = new LogView(terminal, new LiveTable(24, 80, Style.PLAIN), Duration.ofSeconds(5), nanos::get);

        for (int second = 0; second <= 10; second++) {
            nanos.set(Duration.ofSeconds(second).toNanos());
            view.show(new LiveSnapshot(BUSY, List.of()));
        }

        assertThat(shown.toString().lines()).hasSize(3).allMatch(line -> line.startsWith("48.3 frames/s"));
    }

    private static CameraRow labelled(String camera, String label) {
        return new CameraRow(
                camera, "running", 25, 24.5, Optional.of(new TopLabel(label, 0.912)), OptionalDouble.of(41), 3, 1);
    }

    private static CameraRow silent(String camera) {
        return new CameraRow(camera, "running", 0, 0, Optional.empty(), OptionalDouble.empty(), 0, 0);
    }
}
