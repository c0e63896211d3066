package io.sluice.inference.engine;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/**
 * One session for all lanes.
 *
 * @param session closed with this
 */
record SharedSession(OrtSession session) implements Sessions {
    /** The same for everybody. */
    private record Standing(OrtSession session) implements Seat {
        @Override
        public OrtSession forSize(int size) {
            return session;
        }

        @Override
        public void close() {} // others are still there
    }

    @Override
    public Seat take(int number) {
        return new Standing(session);
    }

    @Override
    public <T> T look(Question<T> question) throws OrtException {
        return question.ask(session);
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
