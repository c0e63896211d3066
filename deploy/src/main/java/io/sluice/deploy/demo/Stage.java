package io.sluice.deploy.demo;

import io.sluice.deploy.view.LiveSnapshot;
import java.time.Duration;

/** Where the operator watches a demo, and ends it. */
public interface Stage {
    /** Tells one sentence. */
    void say(String sentence);

    /** Shows how things are now; called several times a second. */
    void show(LiveSnapshot snapshot);

    /** Waits until the operator asks for the end, {@code limit} at most; returns whether that has been asked. */
    boolean endAskedWithin(Duration limit);
}
