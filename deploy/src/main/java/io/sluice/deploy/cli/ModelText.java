package io.sluice.deploy.cli;

import static java.util.stream.Collectors.joining;

import io.sluice.deploy.modeling.Classification.Label;
import io.sluice.deploy.modeling.Classification.Labelled;
import io.sluice.deploy.modeling.Inspection;
import io.sluice.deploy.modeling.Inspection.Tensor;
import io.sluice.deploy.modeling.Inspection.Work;
import io.sluice.deploy.modeling.ModelBuild;
import io.sluice.deploy.modeling.RangesBuild;
import io.sluice.inference.model.VitShape;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Models and their answers as text for people. */
final class ModelText {
    private static final String WORK = "%-16s %7s %12s %12s";
    private static final double MEGA = 1e6;

    private ModelText() {}

    static String of(ModelBuild build) {
        return format(
                "Wrote %s: %.1f MB, %s, reducer %s, %s, %.3f GMACs a picture.%nTokens after each block: %s",
                build.file(),
                build.bytes() / MEGA,
                build.model(),
                build.reducer(),
                build.precision(),
                build.gmacs(),
                spaced(build.tokens()));
    }

    static String of(RangesBuild build) {
        return format(
                "Wrote %s: %d activation ranges of %s, measured on %d pictures, method %s.",
                build.file(), build.ranges(), build.model(), build.pictures(), build.method());
    }

    static String of(Labelled picture) {
        return picture.labels().stream().map(ModelText::of).collect(joining("\n", picture.file() + "\n", ""));
    }

    private static String of(Label label) {
        return format("%6.1f %%  %s", 100 * label.score(), label.name());
    }

    static String of(Inspection inspection) {
        return String.join(
                "\n",
                inspection.model() + " in " + inspection.file(),
                of(inspection.shape()),
                "",
                format(
                        "Multiply-accumulates of a picture in millions, reducer %s, %s:",
                        inspection.reducer(), inspection.precision()),
                format(WORK, "", "TOKENS", "BLOCK", "REDUCER"),
                work(inspection.macs(), inspection.tokens()),
                "",
                inspection.tensors().size() + " tensors:",
                tensors(inspection.tensors()));
    }

    private static String of(VitShape shape) {
        return format(
                "Vision Transformer: input %d x %d, patch %d, width %d, depth %d, heads %d, MLP %d, classes %d, %s",
                shape.inputSize(),
                shape.inputSize(),
                shape.patch(),
                shape.width(),
                shape.depth(),
                shape.heads(),
                shape.mlp(),
                shape.classes(),
                shape.specialTokens() == 1 ? "class token" : "class and distillation token");
    }

    private static String work(Work work, List<Integer> tokens) {
        String blocks = IntStream.range(0, tokens.size())
                .mapToObj(block -> format(
                        WORK,
                        "block " + block,
                        tokens.get(block),
                        millions(work.blocks().get(block)),
                        millions(work.reduction().get(block))))
                .collect(joining("\n"));
        return String.join(
                "\n",
                format(WORK, "patch embedding", "", millions(work.patchEmbedding()), ""),
                blocks,
                format(WORK, "head", "", millions(work.head()), ""),
                format(WORK, "in all", "", millions(work.total()), ""),
                format(WORK, "dense", "", millions(work.dense()), saved(work)));
    }

    private static String tensors(List<Tensor> tensors) {
        int longest = tensors.stream()
                .mapToInt(tensor -> tensor.name().length())
                .max()
                .orElse(1);
        return tensors.stream()
                .map(tensor -> format("%-" + longest + "s  %-5s  %s", tensor.name(), tensor.type(), tensor.shape()))
                .collect(joining("\n"));
    }

    static String spaced(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(joining(" "));
    }

    private static String millions(long macs) {
        return format("%.3f", macs / MEGA);
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }

    private static String saved(Work work) {
        return work.total() == work.dense() ? "" : format("%.0f %% saved", 100 - 100.0 * work.total() / work.dense());
    }
}
