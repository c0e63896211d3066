package io.sluice.deploy.control;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import io.sluice.deploy.OperatorException;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.schemas.Setting;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The operating points that running instances have told of, for operators who do not name the model.
 *
 * @param points as in reports and decisions
 * @param topics where they were looked for, for what is said about it
 */
public record ReportedPoints(Set<Setting> points, List<String> topics) {
    public ReportedPoints {
        points = Set.copyOf(points);
        topics = List.copyOf(topics);
    }

    /**
     * The whole name of a point.
     *
     * @param reducer in canonical form
     * @param model its name, with or without the digits behind the {@code @}; empty: the one that is served
     * @throws OperatorException if there is none, or more than one
     */
    public Setting setting(ReducerSpec reducer, Precision precision, Optional<String> model) {
        return new Setting(
                model.map(this::named).orElseGet(() -> served(reducer, precision)),
                reducer.toString(),
                precision.name());
    }

    private String named(String model) {
        if (model.contains("@")) {
            return model;
        }
        Set<String> found = models();
        found.removeIf(served -> !served.startsWith(model + "@"));
        return only(
                found,
                "No instance has told of a model " + model + " on " + where() + "; there is "
                        + (models().isEmpty() ? "none" : String.join(", ", models())) + ".");
    }

    /** That which is served at such a point; else the only one that is served. */
    private String served(ReducerSpec reducer, Precision precision) {
        Set<String> found = points.stream()
                .filter(point -> point.getReducer().equals(reducer.toString())
                        && point.getPrecision().equals(precision.name()))
                .map(Setting::getModel)
                .collect(toCollection(TreeSet::new));
        return only(
                found.isEmpty() ? models() : found,
                "No instance has told of a model on " + where() + ": --model says which.");
    }

    private Set<String> models() {
        return points.stream().map(Setting::getModel).collect(toCollection(TreeSet::new));
    }

    private static String only(Set<String> models, String none) {
        if (models.isEmpty()) {
            throw new OperatorException(none);
        }
        if (models.size() > 1) {
            throw new OperatorException("There are several models, "
                    + models.stream().collect(joining(", ")) + ": --model says which, as NAME@HASH.");
        }
        return models.iterator().next();
    }

    private String where() {
        return String.join(" or ", topics);
    }
}
