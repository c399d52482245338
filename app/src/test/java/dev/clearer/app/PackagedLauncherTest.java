package dev.clearer.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launchers of the archives of {@code mvn -Pdist package}, with a fake java. */
class PackagedLauncherTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("clearer.root", "..")).resolve("app/src/main/launcher");

  @TempDir Path folder;
  private Path launcher = Path.of("unset");

  private record Run(int code, String out, String err) {}

  @BeforeEach
  void unpack() throws IOException {
    Path unpacked = Files.createDirectories(folder.resolve("a folder with blanks"));
    launcher = Files.copy(SOURCES.resolve("clearer"), unpacked.resolve("clearer"));
    java("usual", "17.0.2");
  }

  private Path java(String home, String version) throws IOException {
    Path java = Files.createDirectories(folder.resolve(home).resolve("bin")).resolve("java");
    String script =
        "#!/bin/sh\nif [ \"$1\" = -version ]; then echo 'openjdk version \"%s\"' >&2; exit; fi\n"
                .formatted(version)
            + "printf '<%s>' \"$@\"\necho \" by "
            + home
            + "\"\nexit 3\n";
    Files.writeString(java, script);
    return Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Run launch(Path file, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(file.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().remove("JAVA_HOME");
    builder.environment().put("PATH", folder.resolve("usual/bin") + ":/usr/bin:/bin");
    builder.environment().putAll(environment);
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

  private void assertStarts(Run run) {
    Path home = launcher.getParent();
    assertEquals(3, run.code(), "Java's exit code is passed on: " + run.err());
    assertTrue(run.out().startsWith("<@" + home + "/lib/java.options>"), run.out());
    assertTrue(run.out().contains("<-Dclearer.progress=false>"), "no terminal: " + run.out());
    assertTrue(
        run.out().contains("<-jar><" + home + "/clearer-app.jar><upscale><two words.jpg>"),
        run.out());
  }

  @Test
  void startsTheProgramInItsFolder() throws IOException, InterruptedException {
    assertStarts(launch(launcher, Map.of(), "upscale", "two words.jpg"));
  }

  @Test
  void worksThroughSymbolicLinks() throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("bin"));
    Path relative = Path.of("../a folder with blanks/clearer");
    Path link = Files.createSymbolicLink(folder.resolve("bin/first"), relative);
    assertStarts(launch(link, Map.of(), "upscale", "two words.jpg"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), link);
    assertStarts(launch(second, Map.of(), "upscale", "two words.jpg"));
  }

  @Test
  void prefersTheJavaOfJavaHome() throws IOException, InterruptedException {
    java("chosen", "21");
    Map<String, String> environment = Map.of("JAVA_HOME", folder.resolve("chosen").toString());
    assertTrue(launch(launcher, environment).out().endsWith("by chosen\n"));
    assertTrue(launch(launcher, Map.of()).out().endsWith("by usual\n"));
  }

  @Test
  void saysWhichJavaItNeeds() throws IOException, InterruptedException {
    java("usual", "11.0.1");
    Run old = launch(launcher, Map.of());
    assertEquals(1, old.code());
    assertTrue(old.err().contains("Java 11 is too old. Install version 17 or newer."), old.err());
    Run none = launch(launcher, Map.of("JAVA_HOME", folder.resolve("nowhere").toString()));
    assertEquals(1, none.code());
    assertTrue(none.err().contains("Java is missing. Install a Java runtime"), none.err());
  }

  /** The shared options are Java options, one per line. */
  @Test
  void theSharedOptionsAreJavaOptions() throws IOException {
    for (String line : Files.readAllLines(SOURCES.resolve("java.options"))) {
      assertTrue(line.startsWith("#") || line.matches("-[XD]\\S+"), line);
    }
    String windows = Files.readString(SOURCES.resolve("clearer.bat"));
    assertTrue(windows.contains("\"@%~dp0lib\\java.options\" -jar \"%~dp0clearer-app.jar\" %*"));
    assertTrue(windows.contains("exit /b %errorlevel%"));
  }
}
