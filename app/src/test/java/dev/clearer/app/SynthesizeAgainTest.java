package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repeating a command after an interruption or a change. */
class SynthesizeAgainTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir Path folder;

  private Path set = Path.of("");
  private Object[] command = {};

  @BeforeEach
  void build() throws IOException {
    for (String name : new String[] {"a", "b", "c"}) {
      OwnPictures.write(folder, name, 48, 800);
    }
    set = folder.resolve("set");
    command =
        new Object[] {
          "synthesize",
          "rgbd",
          "--images",
          folder,
          "--depth",
          folder,
          "--part",
          "val",
          "--output",
          set
        };
    assertEquals(0, CommandLineRun.of(command).code());
    for (String name : new String[] {"a", "b", "c"}) {
      Files.setLastModifiedTime(set.resolve("val/GT/" + name + ".png"), LONG_AGO);
    }
  }

  private boolean isKept(String name) throws IOException {
    return Files.getLastModifiedTime(set.resolve("val/GT/" + name + ".png")).equals(LONG_AGO);
  }

  @Test
  void resumesAfterAnInterruption() throws IOException {
    Map<String, String> before = OwnPictures.contents(set);
    Files.delete(set.resolve("manifest.json"));
    Files.delete(set.resolve(".finished/val-c.json"));
    Files.delete(set.resolve("val/Group2/blur/c.png"));
    Path halfFile = set.resolve("val/GT/.c.png.999999999~");
    Files.write(halfFile, new byte[3]);
    CommandLineRun unfinished = CommandLineRun.of("dataset", "check", set);
    assertEquals(2, unfinished.code());
    assertTrue(unfinished.err().contains("is incomplete"), unfinished::err);

    CommandLineRun again = CommandLineRun.of(command);
    assertEquals(0, again.code());
    assertTrue(again.out().contains("1 built, 2 kept"), again::out);
    assertEquals(before, OwnPictures.contents(set));
    assertTrue(isKept("a") && isKept("b"));
    assertFalse(Files.exists(halfFile));
  }

  @Test
  void rebuildsChangedFilesAndPicturesOfChangedOriginals() throws IOException {
    Map<String, String> before = OwnPictures.contents(set);
    Files.write(set.resolve("val/Group1/LRx4/a.png"), new byte[] {1, 2, 3});
    assertEquals(2, CommandLineRun.of("dataset", "check", set).code());
    assertTrue(CommandLineRun.of(command).out().contains("1 built, 2 kept"));
    assertEquals(before, OwnPictures.contents(set));

    OwnPictures.write(folder, "b", 48, 1200);
    assertTrue(CommandLineRun.of(command).out().contains("1 built, 2 kept"));
    assertFalse(isKept("b"));
    assertTrue(isKept("c"));
    assertEquals(0, CommandLineRun.of("dataset", "check", set).code());
  }

  @Test
  void refusesOtherParametersByName() {
    refused("seed", "--seed", "2");
    refused("depth-unit", "--depth-unit", "cm");
    refused("max-circle", "--max-circle", "9");
    refused("scale", "--scale", "2");
    for (String name : new String[] {"a", "b", "c"}) {
      MapFiles.writeLabels(
          new LabelMap(48, 48, new byte[48 * 48]), folder.resolve(name + "_labels.png"));
    }
    refused("labels", "--labels", folder);
  }

  private void refused(String name, Object... more) {
    CommandLineRun run = CommandLineRun.of(OwnPictures.with(command, more));
    assertEquals(2, run.code());
    assertTrue(run.err().contains("was built with other parameters (" + name + ")"), run::err);
  }

  @Test
  void refusesOtherRegionsAndCrops() throws IOException {
    Path photos = folder.resolve("photos");
    Object[] photosCommand = {"synthesize", "photos", "--images", folder, "--output", photos};
    assertEquals(0, CommandLineRun.of(photosCommand).code());
    CommandLineRun regions =
        CommandLineRun.of(OwnPictures.with(photosCommand, "--regions", folder));
    assertTrue(regions.err().contains("other parameters (regions)"), regions::err);

    Path root = folder.resolve("cityscapes");
    Files.createDirectories(root.resolve("leftImg8bit/train/aachen"));
    Path picture = root.resolve("leftImg8bit/train/aachen/aachen_0_0_leftImg8bit.png");
    Files.write(picture, new byte[1]);
    Object[] city = {
      "synthesize", "cityscapes", "--keep-going", "--root", root, "--output", folder.resolve("city")
    };
    assertEquals(2, CommandLineRun.of(city).code());
    CommandLineRun crop = CommandLineRun.of(OwnPictures.with(city, "--crop", "512x512"));
    assertTrue(crop.err().contains("other parameters (crop)"), crop::err);
  }

  /** A set has a training and a validation part, which may be built in any order. */
  @Test
  void addsTheOtherPart() throws IOException {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    OwnPictures.write(photos, "d", 48, 900);
    Path other = folder.resolve("other");
    Object[] train = {"synthesize", "rgbd", "--images", photos, "--depth", photos, "--output"};
    Object[] val = {"synthesize", "rgbd", "--images", folder, "--depth", folder, "--output"};
    assertEquals(0, CommandLineRun.of(OwnPictures.with(train, set)).code());
    assertEquals(0, CommandLineRun.of("dataset", "check", set).code());
    assertTrue(isKept("a"));
    assertEquals(0, CommandLineRun.of(OwnPictures.with(train, other)).code());
    assertEquals(0, CommandLineRun.of(OwnPictures.with(val, other, "--part", "val")).code());
    assertEquals(OwnPictures.contents(set), OwnPictures.contents(other));
  }

  @Test
  void buildsIntoARelativeFolder() throws IOException {
    Path relative = Path.of("target/relative-output-test");
    try {
      Object[] more = {"--images", folder, "--depth", folder, "--output", relative};
      assertEquals(
          0, CommandLineRun.of(OwnPictures.with(new Object[] {"synthesize", "rgbd"}, more)).code());
      assertEquals(0, CommandLineRun.of("dataset", "check", relative).code());
      assertTrue(Files.exists(relative.resolve("train/GT/a.png")));
    } finally {
      try (var files = Files.walk(relative)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }
}
