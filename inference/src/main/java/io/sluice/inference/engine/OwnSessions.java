package io.sluice.inference.engine;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sessions of its own for each lane, on one device after the other. They are loaded when they are first needed, and stay when
 * their lane is closed: the lanes that make them ready are not those that serve.
 */
final class OwnSessions implements Sessions {
    private final SessionLoader loader;
    private final List<Own> seats = new ArrayList<>();

    /** None is loaded yet. */
    OwnSessions(SessionLoader loader) {
        this.loader = loader;
    }

    @Override
    public synchronized Seat take(int number) {
        int free = number;
        if (seat(number).taken) {
            free = 0;
            while (seat(free).taken) {
                free++;
            }
        }
        seat(free).taken = true;
        return seat(free);
    }

    private Own seat(int number) {
        while (seats.size() <= number) {
            seats.add(new Own(seats.size()));
        }
        return seats.get(number);
    }

    private synchronized void free(Own seat) {
        seat.taken = false;
    }

    @Override
    public <T> T look(Question<T> question) throws OrtException {
        try (OrtSession plain = loader.plain()) {
            return question.ask(plain);
        }
    }

    @Override
    public synchronized void close() throws OrtException {
        for (Own seat : seats) {
            for (OrtSession session : seat.bySize.values()) {
                session.close();
            }
        }
    }

    /** For one lane at a time. */
    private final class Own implements Seat {
        private final int number;
        private final Map<Integer, OrtSession> bySize = new HashMap<>();
        private boolean taken;

        Own(int number) {
            this.number = number;
        }

        @Override
        public OrtSession forSize(int size) throws OrtException {
            int key = loader.fixedSize(size);
            OrtSession session = bySize.get(key);
            if (session == null) {
                session = loader.load(number, key);
                bySize.put(key, session);
            }
            return session;
        }

        @Override
        public void close() {
            free(this);
        }
    }
}
