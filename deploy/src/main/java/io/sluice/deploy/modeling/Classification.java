package io.sluice.deploy.modeling;

import java.util.List;

/** What became of a picture that was to be classified. */
public sealed interface Classification {
    /**
     * The picture was answered.
     *
     * @param file as it was named
     * @param labels best first
     */
    record Labelled(String file, List<Label> labels) implements Classification {}

    /**
     * A class.
     *
     * @param index output of the model's head
     * @param name from the class names
     * @param score softmax over all classes, 0 to 1
     */
    record Label(int index, String name, float score) {}

    /**
     * There is no answer.
     *
     * @param reason one sentence that names the file
     */
    record Unreadable(String reason) implements Classification {}
}
