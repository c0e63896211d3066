package io.sluice.inference.engine;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/** The sessions of one model. */
interface Sessions extends AutoCloseable {
    /** Where a lane gets its sessions from; a seat that is closed is there for the next lane. */
    interface Seat extends AutoCloseable {
        /**
         * The session for batches that are run at {@code size} frames, loaded where it is not there yet.
         *
         * @throws OrtException where ONNX Runtime refuses the model
         */
        OrtSession forSize(int size) throws OrtException;

        @Override
        void close();
    }

    /**
     * Takes a seat.
     *
     * @param number of the one that is wanted, from 0; if somebody has it, another one is given
     */
    Seat take(int number);

    /** What is asked of any session of the model. */
    @FunctionalInterface
    interface Question<T> {
        /**
         * Asks.
         *
         * @throws EngineException where the model is not as it should be
         */
        T ask(OrtSession session) throws OrtException;
    }

    /** Asks of inputs and outputs; builds nothing that takes long. */
    <T> T look(Question<T> question) throws OrtException;

    @Override
    void close() throws OrtException;
}
