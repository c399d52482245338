package dev.clearer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The rules of ARCHITECTURE.md. */
@AnalyzeClasses(packages = "dev.clearer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** A package may import only those before it. */
  private static final List<String> ORDER =
      List.of(
          "config",
          "image",
          "measure",
          "report",
          "degrade",
          "tensor",
          "model",
          "net",
          "infer",
          "data",
          "originals",
          "group",
          "train",
          "evaluate",
          "api",
          "service");

  /** Types that the methods of the public API may use besides its own types and those of Java. */
  private static final Set<String> PUBLIC_TYPES =
      Set.of(
          "dev.clearer.Progress",
          "dev.clearer.image.MapKind",
          "dev.clearer.image.Picture",
          "dev.clearer.image.PixelMap",
          "dev.clearer.tensor.Device",
          "dev.clearer.tensor.Precision");

  private static ArchCondition<JavaMethod> useOnly(String ownPackage, Set<String> others) {
    return new ArchCondition<>("use only the types of the API and " + others) {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
            .map(JavaClass::getBaseComponentType)
            .filter(type -> type.getName().startsWith("dev.clearer."))
            .filter(type -> !type.getPackageName().equals(ownPackage))
            .filter(type -> !others.contains(type.getName()))
            .forEach(
                type ->
                    events.add(
                        SimpleConditionEvent.violated(
                            method, method.getFullName() + " uses " + type.getName())));
      }
    };
  }

  @ArchTest
  static void packagesImportOnlyThoseAboveThem(
      com.tngtech.archunit.core.domain.JavaClasses classes) {
    for (int i = 0; i < ORDER.size(); i++) {
      for (int later = i + 1; later < ORDER.size(); later++) {
        noClasses()
            .that()
            .resideInAPackage("dev.clearer." + ORDER.get(i) + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.clearer." + ORDER.get(later) + "..")
            .allowEmptyShould(true)
            .check(classes);
      }
    }
  }

  @ArchTest
  static final ArchRule INFER_KNOWS_NO_NETWORK =
      noClasses()
          .that()
          .resideInAPackage("dev.clearer.infer..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.clearer.net..")
          .because("any network that implements the interfaces of model can run in tiles");

  @ArchTest
  static void networksKnowOnlyTheirOwnFamilyAndCommonParts(
      com.tngtech.archunit.core.domain.JavaClasses classes) {
    String net = "dev.clearer.net.";
    classes.stream()
        .map(JavaClass::getPackageName)
        .filter(name -> name.startsWith(net))
        .distinct()
        .forEach(
            family ->
                noClasses()
                    .that()
                    .resideInAPackage(family)
                    .should()
                    .dependOnClassesThat(
                        DescribedPredicate.describe(
                            "another family, or the list of all families",
                            type ->
                                (type.getPackageName() + ".").startsWith(net)
                                    && !COMMON_PARTS.contains(type.getPackageName())
                                    && !type.getPackageName().equals(family)))
                    .check(classes));
  }

  /** Packages that several families use. */
  private static final List<String> COMMON_PARTS =
      List.of("dev.clearer.net.block", "dev.clearer.net.kernel");

  @ArchTest
  static final ArchRule THE_API_EXPOSES_FEW_TYPES =
      ArchRuleDefinition.methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAPackage("dev.clearer.api")
          .should(useOnly("dev.clearer.api", PUBLIC_TYPES));

  @ArchTest
  static final ArchRule LIBTORCH_ONLY_FROM_TENSOR_TO_TRAIN =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.clearer",
              "dev.clearer.config..",
              "dev.clearer.image..",
              "dev.clearer.measure..",
              "dev.clearer.report..",
              "dev.clearer.degrade..",
              "dev.clearer.evaluate..",
              "dev.clearer.service..",
              "dev.clearer.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule NO_STATIC_NATIVE_OBJECTS =
      ArchRuleDefinition.noFields()
          .that()
          .areStatic()
          .should()
          .haveRawType(
              DescribedPredicate.describe(
                  "a JavaCPP type",
                  (JavaClass type) -> type.isAssignableTo("org.bytedeco.javacpp.Pointer")))
          .allowEmptyShould(true)
          .because("an object created inside a scope is freed with it and then holds wrong values");

  @ArchTest
  static final ArchRule REFERENCE_COUNTING_ONLY_IN_SCOPE =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.clearer.tensor.Scope")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.bytedeco.javacpp.PointerScope")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule IMAGE_IO_ONLY_IN_IMAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.clearer.image..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("javax.imageio..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule RANDOMNESS_IS_SEEDED =
      noClasses()
          .should()
          .callConstructor(java.util.Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
          .allowEmptyShould(true);
}
