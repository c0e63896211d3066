package io.sluice.inference.reduction;

import io.sluice.inference.model.ReducerSpec;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A method that exists.
 *
 * @param name as specs give it
 * @param example a spec of it
 * @param reader makes the reducer of a spec of it
 */
record Method(String name, String example, Function<ReducerSpec, TokenReducer> reader) {
    private static final List<Method> ALL = List.of(
            new Method(NoReduction.METHOD, "none", NoReduction::of),
            new Method(Ppt.METHOD, "ppt:r=50", Ppt::of),
            new Method(Evit.METHOD, "evit:keep=0.7", Evit::of),
            new Method(Etps.METHOD, "etps:keep=0.7", Etps::of),
            new Method(Tome.METHOD, "tome:r=13", Tome::of),
            new Method(DynamicVit.METHOD, "dynamicvit:keep=0.7", DynamicVit::of),
            new Method(Dtps.METHOD, "dtps:keep=0.7", Dtps::of),
            new Method(TopK.METHOD, "topk:keep=0.7", TopK::of),
            new Method(RandomDrop.METHOD, "random:keep=0.7", RandomDrop::of));

    static Set<String> names() {
        return ALL.stream().map(Method::name).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The reducer that a spec names.
     *
     * @throws IllegalArgumentException with one sentence for the user where there is none
     */
    static TokenReducer reducer(ReducerSpec spec) {
        return ALL.stream()
                .filter(method -> method.name.equals(spec.method()))
                .findFirst()
                .orElseThrow(() -> unknown(spec))
                .reader
                .apply(spec);
    }

    private static IllegalArgumentException unknown(ReducerSpec spec) {
        String examples = ALL.stream().map(Method::example).collect(Collectors.joining(", "));
        return new IllegalArgumentException(
                "Reducer '" + spec + "' is not known: expected one such as " + examples + ".");
    }
}
