package io.sluice.deploy.bench.load;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What the cameras show, encoded before any clock starts. A camera's film begins again when it is over.
 *
 * @param films of each camera, at least one, each of at least one shot
 * @param truth what the answers are judged by
 */
record Footage(List<List<Shot>> films, Truth truth) {
    /** What is taken as right. */
    enum Truth {
        /** What the pictures are known to show: effective accuracy is accuracy. */
        KNOWN("accuracy"),
        /** What the dense model in FLOAT32 says of them: effective accuracy is agreement with it. */
        DENSE_MODEL("agreement with dense");

        private final String measure;

        Truth(String measure) {
            this.measure = measure;
        }

        /** What share of right answers is called. */
        String measure() {
            return measure;
        }
    }

    Footage {
        films = films.stream().map(List::copyOf).toList();
        if (films.isEmpty() || films.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("Expected at least one film of at least one shot.");
        }
    }

    /** What a camera shows in its frame of a number from 0. */
    Shot shot(int camera, long sequence) {
        List<Shot> film = films.get(camera % films.size());
        return film.get((int) (sequence % film.size()));
    }

    /** This judged by something else. */
    Footage judgedBy(Truth other, UnaryOperator<Picture> truth) {
        return new Footage(
                films.stream()
                        .map(film -> film.stream()
                                .map(shot -> new Shot(truth.apply(shot.picture()), shot.scene()))
                                .toList())
                        .toList(),
                other);
    }
}
