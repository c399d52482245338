package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of README that are marked as tested, from top to bottom, in a folder with the
 * layout that README assumes. Pictures are small and training takes two steps; everything else is
 * as written.
 */
class ReadmeTest {
  private static final Path ROOT = Path.of(System.getProperty("clearer.root", ".."));
  private static final Pattern TESTED =
      Pattern.compile("<!-- tested -->\n```\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @BeforeEach
  void layOut() throws IOException {
    Files.createDirectory(folder.resolve("samples"));
    for (String name : List.of("daisies", "kitten", "osprey", "parrot", "spices", "soft-spices")) {
      picture("samples/" + name + ".jpg", 40, 30);
    }
    for (String group : List.of("photos", "rgbdd", "camvid/train")) {
      picture("data/" + group + "/a.png", 280, 264);
    }
    for (String part : List.of("train", "test")) {
      picture("data/bsds500/" + part + "/b.jpg", 280, 264);
    }
    picture("data/bsds500/val/b.jpg", 96, 80);
    Files.createDirectory(folder.resolve("configs"));
    Files.copy(ROOT.resolve("configs/compact-x4.yml"), folder.resolve("configs/compact-x4.yml"));
  }

  private void picture(String name, int width, int height) throws IOException {
    float[] plane = new float[width * height];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (i * 7 % 11 + i / width % 5) / 16f;
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageFiles.write(Picture.of(Image.of(width, height, plane, plane, plane)), file);
  }

  /** The words of all commands in tested blocks. */
  private static List<List<String>> commands() throws IOException {
    List<List<String>> commands = new ArrayList<>();
    Matcher blocks = TESTED.matcher(Files.readString(ROOT.resolve("README.md")));
    while (blocks.find()) {
      for (String line : blocks.group(1).strip().split("\n", -1)) {
        commands.add(List.of(line.replaceFirst("\\s+#.*", "").split(" ", -1)));
      }
    }
    return commands;
  }

  private void execute(List<String> words) throws Exception {
    assertEquals("./clearer", words.get(0), "tested commands must be commands of this program");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.clearer.app.Main"));
    command.addAll(words.subList(1, words.size()));
    if (words.get(1).equals("train") && !words.contains("--resume")) {
      command.addAll(List.of("--set", "training.steps=2", "--set", "training.schedule.warmUp=0"));
      command.addAll(List.of("--set", "training.schedule.periods=[2]"));
    }
    Path log = folder.resolve("log.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertEquals(0, process.waitFor(), words + "\n" + Files.readString(log));
  }

  @Test
  void itsCommandsWork() throws Exception {
    List<List<String>> commands = commands();
    assertTrue(commands.size() >= 8, "only " + commands.size() + " commands are tested");
    for (List<String> words : commands) {
      execute(words);
    }
    for (String result :
        List.of(
            "samples/parrot_x4.png",
            "clear/soft-spices.png",
            "large/daisies.png",
            "large/daisies_blur.png",
            "large/kitten.jpg",
            "runs/mine/model.safetensors")) {
      assertTrue(Files.exists(folder.resolve(result)), result);
    }
    assertEquals(160, ImageFiles.read(folder.resolve("samples/parrot_x4.png")).width());
    assertEquals(80, ImageFiles.read(folder.resolve("large/kitten.jpg")).width());
  }

  @Test
  void itsLinksPointToFiles() throws IOException {
    Matcher links =
        Pattern.compile("\\]\\(([^)#:]+)").matcher(Files.readString(ROOT.resolve("README.md")));
    int count = 0;
    while (links.find()) {
      assertTrue(Files.exists(ROOT.resolve(links.group(1))), links.group(1));
      count++;
    }
    assertTrue(count > 15, "only " + count + " links");
  }
}
