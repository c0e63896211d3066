package io.sluice.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.deploy.demo.Stage;
import io.sluice.deploy.view.LiveSnapshot;
import io.sluice.deploy.view.LiveView;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;

/**
 * A demo on standard error. On a terminal, what the rest of the process writes there, the log above all, is put above the
 * table, which it would tear otherwise.
 */
final class TerminalStage implements Stage, AutoCloseable {
    private final StopSignal stop;
    private final LiveView view;
    private final PrintStream standardError = System.err;

    TerminalStage(Surroundings surroundings, PrintWriter err) {
        this.stop = surroundings.stop();
        this.view = surroundings.terminal().view(err, System::nanoTime);
        if (surroundings.terminal().interactive()) {
            System.setErr(new PrintStream(new LineStream(view::say), true, UTF_8));
        }
    }

    @Override
    public void say(String sentence) {
        view.say(sentence);
    }

    @Override
    public void show(LiveSnapshot snapshot) {
        view.show(snapshot);
    }

    @Override
    public boolean endAskedWithin(Duration limit) {
        stop.await(limit);
        return stop.requested();
    }

    @Override
    public void close() {
        System.setErr(standardError);
        view.close();
    }
}
