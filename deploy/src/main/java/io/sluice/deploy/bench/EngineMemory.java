package io.sluice.deploy.bench;

import io.sluice.deploy.modeling.Rung;
import io.sluice.inference.engine.Engine;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * By how much the process grows while engines are loaded and first run: weights as ONNX Runtime keeps them, its arena, the
 * lanes' buffers, and whatever else the process took meanwhile, such as heap and code of the Java runtime. What is free is
 * given back first, the buffer of the compiled model above all.
 */
final class EngineMemory {
    private final ResidentMemory resident;
    private final FreedMemory freed = new FreedMemory();
    private final Map<Engine, Long> growth = new HashMap<>();

    EngineMemory(ResidentMemory resident) {
        this.resident = resident;
    }

    /** Counts what {@code load} and {@code firstRun} take toward the engine. */
    Rung watch(Supplier<Rung> load, Consumer<Rung> firstRun) {
        freed.giveBack();
        OptionalLong before = resident.bytes();
        Rung rung = load.get();
        freed.giveBack();
        firstRun.accept(rung);
        freed.giveBack();
        OptionalLong after = resident.bytes();
        if (before.isPresent() && after.isPresent()) {
            growth.merge(rung.engine(), after.getAsLong() - before.getAsLong(), Long::sum);
        }
        return rung;
    }

    /** Bytes of one engine; null where unknown. */
    Long of(Engine engine) {
        return growth.get(engine);
    }

    /** Bytes of several, each counted once; null where unknown. */
    Long of(Collection<Engine> engines) {
        return growth.isEmpty()
                ? null
                : engines.stream().distinct().mapToLong(growth::get).sum();
    }
}
