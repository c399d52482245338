package dev.clearer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;

/** The house rules of ARCHITECTURE.md. */
@AnalyzeClasses(packages = "dev.clearer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** A package may import only those before it. */
  private static final List<String> ORDER =
      List.of(
          "config",
          "image",
          "degrade",
          "tensor",
          "net",
          "infer",
          "data",
          "train",
          "evaluate",
          "service");

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
  static final ArchRule LIBTORCH_ONLY_FROM_TENSOR_TO_TRAIN =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.clearer",
              "dev.clearer.config..",
              "dev.clearer.image..",
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
          .because("one that is first touched inside a scope is freed and then silently wrong");

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
