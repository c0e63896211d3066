package io.sluice.inference.engine;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;

/** What a model runs on. A further device is a further constant that registers itself with a session. */
public enum Provider {
    CPU {
        @Override
        void addTo(SessionOptions options) throws OrtException {
            options.addCPU(true);
        }
    };

    abstract void addTo(SessionOptions options) throws OrtException;
}
