package io.sluice.deploy.cli;

import io.sluice.deploy.demo.Stage;
import io.sluice.deploy.view.LiveSnapshot;
import io.sluice.deploy.view.LiveView;
import java.io.PrintWriter;
import java.time.Duration;

/** A demo on standard error. */
final class TerminalStage implements Stage, AutoCloseable {
    private final StopSignal stop;
    private final PrintWriter err;
    private final LiveView view;

    TerminalStage(Surroundings surroundings, PrintWriter err) {
        this.stop = surroundings.stop();
        this.err = err;
        this.view = surroundings.terminal().view(err, System::nanoTime);
    }

    @Override
    public void say(String sentence) {
        err.println(sentence);
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
        view.close();
    }
}
