package io.sluice.deploy.cli;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.bench.load.LoadBenchSettings;
import io.sluice.deploy.bench.load.LoadModel;
import io.sluice.deploy.bench.load.PolicyKind;
import io.sluice.deploy.calibration.AdaptiveModel;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The models of a bench of loads, and the policies that they allow.
 *
 * @param whole points of whole models; empty where no policy needs them, or where there is but one
 * @param settings with the policies that can be compared
 */
record Contestants(Optional<AdaptiveModel> whole, LoadBenchSettings settings) implements AutoCloseable {
    /**
     * Loads whole models where they are needed. Unless it was named, a policy that has nothing to switch between is left out.
     *
     * @param named policies that the operator named; none where all usual ones are meant
     * @param load makes the whole models
     * @param say told a sentence where a policy is left out
     * @throws UsageException where a policy that was named has nothing to switch between
     */
    static Contestants of(
            LoadBenchSettings settings, List<PolicyKind> named, Supplier<AdaptiveModel> load, Consumer<String> say) {
        if (!settings.policies().contains(PolicyKind.MODEL_SWITCH)) {
            return new Contestants(Optional.empty(), settings);
        }
        AdaptiveModel whole = load.get();
        if (whole.ladder().rungs().size() > 1) {
            return new Contestants(Optional.of(whole), settings);
        }
        whole.close();
        String why =
                "Policy model-switch has one operating point only: expected --smaller-weights, or int8 that is faster.";
        if (named.contains(PolicyKind.MODEL_SWITCH)) {
            throw new UsageException(why);
        }
        say.accept(why + " It is left out.");
        return new Contestants(Optional.empty(), settings.without(PolicyKind.MODEL_SWITCH));
    }

    /**
     * A model as the policies need it.
     *
     * @throws UsageException where the best of its points is not the dense model in FLOAT32
     */
    LoadModel with(AdaptiveModel all) {
        requireDense(all.ladder().best().point());
        return new LoadModel(points(all), whole.map(Contestants::points), all.classNames());
    }

    private static void requireDense(OperatingPoint best) {
        if (!best.reducer().equals(ReducerSpec.NONE) || best.precision() != Precision.FLOAT32) {
            throw new UsageException(
                    "Loads are compared with the dense model: expected none among --reducer and float32 among --precision,"
                            + " found " + best.reducer() + " in " + best.precision() + " as the best.");
        }
    }

    private static LoadModel.Points points(AdaptiveModel adaptive) {
        return new LoadModel.Points(adaptive.engines(), adaptive.ladder());
    }

    @Override
    public void close() {
        whole.ifPresent(AdaptiveModel::close);
    }
}
