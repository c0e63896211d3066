package io.sluice.ingest.publish;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one lock of a publisher and its outboxes.
 *
 * @param lock guards all of them
 * @param workArrived the sender may find a frame to send, or has to stop
 * @param settled a frame's fate is known
 */
record Signals(Lock lock, Condition workArrived, Condition settled) {
    static Signals create() {
        Lock lock = new ReentrantLock();
        return new Signals(lock, lock.newCondition(), lock.newCondition());
    }
}
