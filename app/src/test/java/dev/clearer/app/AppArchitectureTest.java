package dev.clearer.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of ARCHITECTURE.md for the program, checked together with the classes of core. */
@AnalyzeClasses(packages = "dev.clearer", importOptions = ImportOption.DoNotIncludeTests.class)
class AppArchitectureTest {
  @ArchTest
  static final ArchRule NOTHING_DEPENDS_ON_THE_PROGRAM =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.clearer.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.clearer.app..");

  @ArchTest
  static final ArchRule THE_PROGRAM_USES_SERVICE =
      noClasses()
          .that()
          .resideInAPackage("dev.clearer.app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.clearer.model..", "dev.clearer.net..", "dev.clearer.evaluate..")
          .because(
              "the work of a command belongs into service, which the server and other programs"
                  + " can use");

  @ArchTest
  static final ArchRule NO_LIBTORCH_AND_NO_IMAGE_IO =
      noClasses()
          .that()
          .resideInAPackage("dev.clearer.app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco..", "javax.imageio..", "java.awt..");

  @ArchTest
  static final ArchRule ONLY_THE_SERVER_USES_HTTP_AND_THE_DATABASE =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.clearer.app.serve..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.javalin..", "jakarta.servlet..", "org.eclipse.jetty..", "java.sql..");

  @ArchTest
  static final ArchRule COMMAND_CLASSES_ARE_NAMED_COMMAND =
      classes()
          .that()
          .areAnnotatedWith(picocli.CommandLine.Command.class)
          .should()
          .haveSimpleNameEndingWith("Command");

  @ArchTest
  static final ArchRule RANDOMNESS_IS_SEEDED =
      noClasses()
          .that()
          .resideInAPackage("dev.clearer.app..")
          .should()
          .callConstructor(java.util.Random.class)
          .orShould()
          .callMethod(Math.class, "random");
}
