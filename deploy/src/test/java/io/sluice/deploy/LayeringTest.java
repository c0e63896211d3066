package io.sluice.deploy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The directions of the architecture. Think hard about the layering before changing this: a rule that is in the way
 * usually says that a class is in the wrong place.
 */
final class LayeringTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.sluice");

    /** What each layer may know of the others. */
    private static final Map<String, Set<String>> LAYERS = Map.ofEntries(
            entry("schemas", Set.of()),
            entry("ingest", Set.of("schemas")),
            entry("inference.model", Set.of()),
            entry("inference.weights", Set.of("inference.model")),
            entry("inference.graph", Set.of("inference.model")),
            entry("inference.reduction", Set.of("inference.model", "inference.graph", "inference.weights")),
            entry(
                    "inference.vit",
                    Set.of("inference.model", "inference.graph", "inference.weights", "inference.reduction")),
            entry(
                    "inference.reference",
                    Set.of("inference.model", "inference.weights", "inference.reduction", "inference.vit")),
            entry("inference.image", Set.of("inference.model")),
            entry("inference.engine", Set.of("inference.model", "inference.image")),
            entry("inference.batch", Set.of("inference.model")),
            entry("inference.control", Set.of("inference.model")),
            entry("inference.metrics", Set.of("inference.model")),
            entry("inference.tracing", Set.of("schemas")),
            entry(
                    "inference.stream",
                    Set.of(
                            "schemas",
                            "inference.model",
                            "inference.reduction",
                            "inference.image",
                            "inference.engine",
                            "inference.batch",
                            "inference.control",
                            "inference.metrics",
                            "inference.tracing")));

    /** Where a public constructor hands out the machine's own time, and another takes any. */
    private static final Set<String> HAND_OUT_TIME =
            Set.of("io.sluice.ingest.Ingest", "io.sluice.ingest.pacing.Ticker");

    private static final String BACKBONE = "io.sluice.inference.vit..";
    private static final String REDUCER = "io.sluice.inference.reduction.TokenReducer";

    /** What answers differently each time it is asked. */
    private static final Map<String, Set<String>> AMBIENT = Map.of(
            "java.lang.System", Set.of("nanoTime", "currentTimeMillis", "getenv", "getProperty", "getProperties"),
            "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds"),
            "java.time.InstantSource", Set.of("system"),
            "java.lang.Integer", Set.of("getInteger"),
            "java.lang.Long", Set.of("getLong"),
            "java.lang.Boolean", Set.of("getBoolean"),
            "java.lang.Math", Set.of("random"));

    @ParameterizedTest(name = "{0} knows {1}")
    @MethodSource("layers")
    void aLayerKnowsOnlyTheLayersBelowIt(String layer, Set<String> below) {
        String[] known = Stream.concat(Stream.of(layer), below.stream())
                .map(LayeringTest::packages)
                .toArray(String[]::new);
        check(noClasses()
                .that()
                .resideInAPackage(packages(layer))
                .should()
                .dependOnClassesThat(resideInAPackage("io.sluice..").and(not(resideInAnyPackage(known)))));
    }

    static Stream<Arguments> layers() {
        return LAYERS.entrySet().stream().map(layer -> arguments(layer.getKey(), layer.getValue()));
    }

    @Test
    void everyPackageOfInferenceIsALayer() {
        assertThat(PRODUCT)
                .filteredOn(resideInAPackage("io.sluice.inference.."))
                .extracting(JavaClass::getPackageName)
                .allMatch(name -> LAYERS.containsKey(name.replaceFirst("io\\.sluice\\.(inference\\.\\w+).*", "$1")));
    }

    @ParameterizedTest(name = "{0} needs the JDK only")
    @CsvSource({"model", "batch", "control"})
    void theCoreNeedsTheJdkOnly(String layer) {
        check(classes()
                .that()
                .resideInAPackage("io.sluice.inference." + layer + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.sluice.."));
    }

    @ParameterizedTest(name = "{0} stays in {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ai.onnxruntime..             | io.sluice.inference.engine..
            org.apache.kafka.streams..   | io.sluice.inference.stream..
            ai.onnx.proto..              | io.sluice.inference.graph..
            com.google.protobuf..        | io.sluice.inference.graph..
            net.razorvine..              | io.sluice.inference.weights..
            io.micrometer..              | io.sluice.inference.metrics..
            io.opentelemetry..           | io.sluice.deploy.traces..
            org.bytedeco..               | io.sluice.inference.image.. io.sluice.ingest.source.. io.sluice.ingest.encode..
            com.fasterxml.jackson..      | io.sluice.inference.weights.. io.sluice.inference.vit.. io.sluice.inference.reference.. io.sluice.ingest io.sluice.deploy..
            picocli..                    | io.sluice.deploy.cli..
            io.javalin..                 | io.sluice.deploy.web.. io.sluice.deploy.console..
            org.eclipse.jetty..          | io.sluice.deploy.web..
            org.knowm..                  | io.sluice.deploy.plot..
            ch.qos.logback..             | io.sluice.deploy.cli..
            kafka..                      | io.sluice.deploy.broker..
            org.apache.kafka.metadata..  | io.sluice.deploy.broker..
            org.apache.kafka.server..    | io.sluice.deploy.broker..
            """)
    void aLibraryStaysWhereItBelongs(String library, String homes) {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(homes.split(" "))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
    }

    @Test
    void noReducerKnowsAnotherOrABackbone() {
        check(classes().that(areInReducers()).should(knowNoOtherReducerAndNoBackbone()));
    }

    @Test
    void onlyDeployReadsClocksEnvironmentAndSystemProperties() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.sluice.deploy..")
                .and(not(handOutTime()))
                .should()
                .accessTargetWhere(ambient()));
    }

    @Test
    void onlyDeployUsesTheStandardStreams() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.sluice.deploy..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace"));
    }

    @Test
    void nothingSleeps() {
        check(noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "it is Thread.sleep",
                        call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                                && call.getName().equals("sleep"))));
    }

    private static String packages(String layer) {
        return "io.sluice." + layer + "..";
    }

    /** Packages that are still empty keep every rule. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(PRODUCT);
    }

    private static DescribedPredicate<JavaAccess<?>> ambient() {
        return DescribedPredicate.describe("the answer is the surroundings'", access -> {
            String owner = access.getTargetOwner().getFullName();
            boolean nowWithoutClock = owner.startsWith("java.time.")
                    && access.getTarget().getFullName().endsWith(".now()");
            return nowWithoutClock
                    || AMBIENT.getOrDefault(owner, Set.of())
                            .contains(access.getTarget().getName());
        });
    }

    private static DescribedPredicate<JavaClass> handOutTime() {
        return DescribedPredicate.describe(
                "hand out time", type -> HAND_OUT_TIME.contains(outermost(type).getName()));
    }

    private static DescribedPredicate<JavaClass> areInReducers() {
        return DescribedPredicate.describe("are reducers", LayeringTest::isInReducer);
    }

    /** The sealed interface itself knows all that it permits. */
    private static boolean isInReducer(JavaClass type) {
        JavaClass file = outermost(type);
        return assignableTo(REDUCER).test(file) && !file.getName().equals(REDUCER);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(LayeringTest::outermost).orElse(type);
    }

    private static ArchCondition<JavaClass> knowNoOtherReducerAndNoBackbone() {
        return new ArchCondition<>("know no other reducer and no backbone") {
            @Override
            public void check(JavaClass reducer, ConditionEvents events) {
                reducer.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> isForeign(reducer, dependency.getTargetClass()))
                        .map(Dependency::getDescription)
                        .forEach(found -> events.add(SimpleConditionEvent.violated(reducer, found)));
            }
        };
    }

    private static boolean isForeign(JavaClass reducer, JavaClass target) {
        boolean otherReducer = isInReducer(target) && !outermost(target).equals(outermost(reducer));
        return otherReducer || resideInAPackage(BACKBONE).test(target);
    }
}
