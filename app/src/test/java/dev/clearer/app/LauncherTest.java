package dev.clearer.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/** The launcher with fake java and mvn, in a folder whose name contains spaces. */
class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "cat",
          "env",
          "dirname",
          "readlink",
          "sed",
          "head",
          "find",
          "mkdir",
          "touch",
          "flock");

  private static final Path REPOSITORY = Path.of(System.getProperty("clearer.root", ".."));
  private static final Path SOURCES = Path.of("app/src/main/launcher");

  @TempDir Path folder;
  private Path root = Path.of("unset");
  private Path tools = Path.of("unset");

  private record Run(int code, String out, String err) {}

  @BeforeEach
  void layOutTheRepository() throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")));
    root = Files.createDirectories(folder.resolve("a folder with blanks"));
    tools = Files.createDirectories(folder.resolve("tools"));
    Files.copy(REPOSITORY.resolve("clearer"), root.resolve("clearer"));
    Files.copy(REPOSITORY.resolve("pom.xml"), root.resolve("pom.xml"));
    Files.createDirectories(root.resolve(SOURCES));
    Files.copy(
        REPOSITORY.resolve(SOURCES).resolve("help.txt"), root.resolve(SOURCES + "/help.txt"));
    for (String file : List.of("core/pom.xml", "app/pom.xml", "app/src/main/A.java")) {
      Files.createDirectories(root.resolve(file).getParent());
      Files.writeString(root.resolve(file), "");
    }
    Files.createDirectories(root.resolve("core/src/main"));
    for (String tool : TOOLS) {
      for (Path place : List.of(Path.of("/usr/bin", tool), Path.of("/bin", tool))) {
        if (Files.exists(place) && !Files.exists(tools.resolve(tool))) {
          Files.createSymbolicLink(tools.resolve(tool), place);
        }
      }
    }
  }

  private void tool(String name, String script) throws IOException {
    Path file = tools.resolve(name);
    Files.writeString(file, "#!/bin/bash\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void java(String version) throws IOException {
    tool(
        "java",
        "if [ \"$1\" = -version ]; then echo 'openjdk version \""
            + version
            + "\"' >&2; exit; fi\n"
            + "printf '<%s>' \"$@\"");
  }

  private void maven() throws IOException {
    tool("javac", "");
    tool(
        "mvn",
        "mkdir -p app/target/lib; echo built >> builds; echo > app/target/clearer-app-1.jar");
  }

  private Run launch(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("/bin/bash", root.resolve("clearer").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("PATH", tools.toString());
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process =
        builder
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Run(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private long builds() throws IOException {
    Path builds = root.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  @Test
  void buildsOnceAndPassesArguments() throws IOException, InterruptedException {
    java("17.0.2");
    maven();
    for (int time = 0; time < 2; time++) {
      Run run = launch("upscale", "two words.jpg");
      assertEquals(0, run.code(), run.err());
      assertTrue(
          run.out().contains("<-jar><" + root + "/app/target/clearer-app-1.jar>"), run.out());
      assertTrue(run.out().endsWith("<upscale><two words.jpg>"), run.out());
      assertEquals(1, builds());
    }
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws IOException, InterruptedException {
    java("21");
    maven();
    launch();
    Files.setLastModifiedTime(
        root.resolve("app/src/main/A.java"), FileTime.from(Instant.now().plusSeconds(60)));
    assertEquals(0, launch().code());
    assertEquals(2, builds());
  }

  @Test
  void saysWhatIsMissing() throws IOException, InterruptedException {
    Run noJava = launch("upscale");
    assertEquals(1, noJava.code());
    assertTrue(noJava.err().contains("Java is missing"), noJava.err());
    java("11.0.1");
    Run oldJava = launch("upscale");
    assertTrue(oldJava.err().contains("Java 11 is too old"), oldJava.err());
    java("17.0.1");
    Run noMaven = launch("upscale");
    assertEquals(1, noMaven.code());
    assertTrue(
        noMaven.err().contains("Maven (mvn) is missing: install version 3.8 or newer"),
        noMaven.err());
    tool("mvn", "");
    Run noCompiler = launch("upscale");
    assertTrue(noCompiler.err().contains("javac is missing"), noCompiler.err());
  }

  /** Needs neither Java nor Maven nor a build. */
  @Test
  void answersHelpAndVersionAtOnce() throws IOException, InterruptedException {
    for (String option : List.of("--help", "-h")) {
      Run help = launch(option);
      assertEquals(0, help.code(), help.err());
      assertEquals(ClearerCommand.commandLine().getUsageMessage(Ansi.OFF), help.out());
    }
    for (String option : List.of("--version", "-V")) {
      Run version = launch(option);
      assertEquals("clearer " + VersionTest.ofTheBuild(), version.out().strip(), version.err());
    }
    assertEquals(1, launch("--help", "upscale").code(), "this needs a build, but Java is missing");
  }

  @Test
  void helpOfTheBuiltProgramComesFromTheProgram() throws IOException, InterruptedException {
    java("17");
    maven();
    launch();
    assertTrue(launch("--help").out().endsWith("<--help>"));
  }

  @Test
  void helpTextEqualsTheHelpOfTheProgram() throws IOException {
    assertEquals(
        ClearerCommand.commandLine().setUsageHelpAutoWidth(false).getUsageMessage(Ansi.OFF),
        Files.readString(REPOSITORY.resolve(SOURCES).resolve("help.txt")),
        "build, then run: ./clearer --help > app/src/main/launcher/help.txt");
  }

  @Test
  void pointsToTheLogOfAFailedBuild() throws IOException, InterruptedException {
    java("17");
    maven();
    tool("mvn", "echo it broke; exit 1");
    Run run = launch("upscale");
    assertEquals(1, run.code());
    assertTrue(run.err().contains("The build failed: see " + root), run.err());
    assertEquals("it broke\n", Files.readString(root.resolve("target/launcher-build.log")));
    assertFalse(run.out().contains("-jar"), run.out());
  }
}
