package io.sluice.deploy.bench.load;

import io.sluice.deploy.OperatorException;
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

        /** None is there yet. */
        SlowDevice() {}

        /** Begun already. */
        SlowDevice(BusyNeighbour neighbour) {
            this.neighbour = neighbour;
        }

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
                    boolean busy = neighbour.alive();
                    neighbour.close();
                    neighbour = null;
                    requireBusy(busy);
                }
            } finally {
                lock.unlock();
            }
        }

        private static void requireBusy(boolean busy) {
            if (!busy) {
                throw new OperatorException("The process that was to keep cores busy ended too soon.");
            }
        }
    }
}
