package io.sluice.deploy.modeling;

import io.sluice.inference.model.ReducerSpec;
import java.util.List;

/** Prints how often the demo's model is right with fewer and fewer tokens. Arguments: frames of each of three scenes. */
public final class DemoModelTable {
    private static final List<String> REDUCERS = List.of(
            "none",
            "ppt:r=10",
            "ppt:r=20",
            "ppt:r=30",
            "ppt:r=40",
            "ppt:r=45",
            "evit:keep=0.9",
            "evit:keep=0.8",
            "evit:keep=0.7",
            "evit:keep=0.6",
            "evit:keep=0.5",
            "evit:keep=0.3");

    /** Not those of the demo, of the tests or of the training. */
    private static final List<Long> SEEDS = List.of(101L, 102L, 103L);

    private DemoModelTable() {}

    public static void main(String[] arguments) {
        long frames = Long.parseLong(arguments[0]);
        System.out.printf("| reducer | GMACs | top-1 of %d frames |%n|---|---|---|%n", frames * SEEDS.size());
        REDUCERS.forEach(reducer -> print(reducer, frames));
    }

    private static void print(String reducer, long frames) {
        List<SceneAccuracy> scenes = SEEDS.stream()
                .map(seed -> SceneAccuracy.of(ReducerSpec.parse(reducer), seed, frames))
                .toList();
        double percent =
                scenes.stream().mapToDouble(SceneAccuracy::percent).average().orElseThrow();
        System.out.printf("| `%s` | %.3f | %.1f %% |%n", reducer, scenes.get(0).gmacs(), percent);
    }
}
