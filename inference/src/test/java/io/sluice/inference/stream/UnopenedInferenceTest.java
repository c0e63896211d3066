package io.sluice.inference.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.inference.control.CameraPolicies;
import io.sluice.inference.control.Steering;
import io.sluice.inference.engine.Engine;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.ServiceTimes;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.vit.CompileOptions;
import io.sluice.inference.vit.ModelCompiler;
import io.sluice.inference.weights.RandomWeights;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

/** An inference that cannot be put together. */
class UnopenedInferenceTest {
    private static final VitShape SHAPE = new VitShape(32, 8, 32, 2, 2, 64, 5, 1);

    /** Its producers, consumers and brokers are as good as any; only Kafka Streams, which is made last, refuses it. */
    private static final Map<String, Object> REFUSED =
            Map.of("bootstrap.servers", "127.0.0.1:1", "processing.guarantee", "sometimes");

    @Test
    void whatKafkaStreamsRefusesLeavesNoThreadBehind() throws Exception {
        CompiledModel model = new ModelCompiler(
                        new RandomWeights("small", SHAPE, 1), CompileOptions.DEFAULT.withHeads(SHAPE.heads()))
                .compile(ReducerSpec.NONE, Precision.FLOAT32, Preprocessing.imageNet(SHAPE.inputSize()));
        Set<Thread> before = threads();

        try (EngineSet engines = new EngineSet(List.of(Engine.load(model, EngineOptions.DEFAULT)))) {
            assertThatThrownBy(() -> service(model, engines))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("processing.guarantee");
        }

        for (Thread thread : threads()) {
            if (!before.contains(thread)) {
                thread.join(Duration.ofSeconds(20).toMillis());
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    private static InferenceService service(CompiledModel model, EngineSet engines) {
        CalibratedPoint point =
                new CalibratedPoint(model.point(), ServiceTimes.perFrame(Duration.ofMillis(1)), Optional.empty());
        return new InferenceService(
                InferenceSettings.forCpu(new Topics("sluice"), 2),
                engines,
                Steering.fixed(point, CameraPolicies.DEFAULT),
                ClassNames.numbered(SHAPE.classes()),
                "unopened",
                REFUSED,
                InstantSource.system(),
                System::nanoTime);
    }

    /** Those of lanes and of Kafka's clients. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sluice-")
                        || thread.getName().startsWith("kafka-"))
                .collect(Collectors.toSet());
    }
}
