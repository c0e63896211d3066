package io.sluice.deploy.bench.load;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** A trouble, made to happen. Whatever it does is undone when it is closed. */
interface Mishap extends AutoCloseable {
    void begin();

    void end();

    @Override
    default void close() {
        end();
    }

    /** See {@link Trouble.Kind#BROKER_PAUSE}. */
    record BrokerPause(PausableRelay relay) implements Mishap {
        @Override
        public void begin() {
            relay.pause();
        }

        @Override
        public void end() {
            relay.resume();
        }
    }

    /** See {@link Trouble.Kind#SLOW_DEVICE}. */
    final class SlowDevice implements Mishap {
        private final Lock lock = new ReentrantLock();
        private BusyNeighbour neighbour;

        @Override
        public void begin() {
            lock.lock();
            try {
                neighbour = BusyNeighbour.start();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void end() {
            lock.lock();
            try {
                if (neighbour != null) {
                    neighbour.close();
                    neighbour = null;
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
