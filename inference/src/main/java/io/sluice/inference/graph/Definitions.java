package io.sluice.inference.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What exists once in a graph, however many branches it has: names, named sizes, constants. */
final class Definitions {
    private final Set<String> names = new HashSet<>();
    private final Sizes sizes = new Sizes();
    private final List<TensorProto> constants = new ArrayList<>();
    private final Map<Object, Value> smallConstants = new HashMap<>();
    private final Set<String> domains = new TreeSet<>();

    /** A name that nothing in the graph has yet: {@code wanted}, or {@code wanted} with a number. */
    String unique(String wanted) {
        String name = wanted;
        for (int number = 1; !names.add(name); number++) {
            name = wanted + "_" + number;
        }
        return name;
    }

    /** Takes a name that must not exist yet. */
    String claim(String name) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("The graph has '" + name + "' already.");
        }
        return name;
    }

    /** Notes that the graph has operations of a domain beside the standard's. */
    void importDomain(String domain) {
        domains.add(domain);
    }

    Set<String> domains() {
        return domains;
    }

    Sizes sizes() {
        return sizes;
    }

    List<TensorProto> constants() {
        return constants;
    }

    /** The constant made for an equal {@code content} before, or a new one. */
    Value small(Object content, Function<Object, Value> create) {
        Value known = smallConstants.get(content);
        if (known == null) {
            known = create.apply(content);
            smallConstants.put(content, known);
        }
        return known;
    }
}
