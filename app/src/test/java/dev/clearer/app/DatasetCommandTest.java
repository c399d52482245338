package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dataset check} and {@code dataset show}. */
class DatasetCommandTest {
  @TempDir Path folder;

  private Path set = Path.of("");

  @BeforeEach
  void build() {
    byte[] classes = new byte[48 * 48];
    classes[5] = 3;
    for (String name : new String[] {"a", "b"}) {
      OwnPictures.write(folder, name, 48, 800);
      MapFiles.writeLabels(new LabelMap(48, 48, classes), folder.resolve(name + "_labels.png"));
    }
    set = folder.resolve("set");
    CommandLineRun run =
        CommandLineRun.of(
            "synthesize",
            "rgbd",
            "--images",
            folder,
            "--depth",
            folder,
            "--labels",
            folder,
            "--part",
            "val",
            "--output",
            set);
    assertEquals(0, run.code(), run::err);
  }

  private void assertFault(String part) {
    CommandLineRun run = CommandLineRun.of("dataset", "check", set);
    assertEquals(2, run.code());
    assertTrue(run.err().contains(part), run::err);
    assertEquals(1, run.err().lines().count(), run::err);
  }

  @Test
  void comparesWithTheManifest() throws IOException {
    CommandLineRun whole = CommandLineRun.of("dataset", "check", set);
    assertEquals(0, whole.code());
    assertTrue(whole.out().contains("4 pairs, identical to the manifest"), whole::out);
    Path added = set.resolve("val/GT/c.png");
    Files.copy(set.resolve("val/GT/a.png"), added);
    assertFault("c.png is not in the manifest");
    Files.delete(added);
    Path blur = set.resolve("val/Group1/blur/a.png");
    Files.copy(
        set.resolve("val/Group2/blur/a.png"),
        blur,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertFault("a.png has changed since it was built");
    Files.delete(blur);
    assertFault("a.png is missing");
  }

  @Test
  void checksPublishedFoldersWithoutAManifest() throws IOException {
    Files.delete(set.resolve("manifest.json"));
    try (var notes = Files.list(set.resolve(".finished"))) {
      for (Path note : notes.toList()) {
        Files.delete(note);
      }
    }
    Files.delete(set.resolve(".finished"));
    CommandLineRun whole = CommandLineRun.of("dataset", "check", set);
    assertEquals(0, whole.code(), whole::err);
    assertTrue(whole.out().contains("4 pairs, complete and of the right sizes"), whole::out);
    MapFiles.writeLabels(
        new LabelMap(48, 48, new byte[48 * 48]), set.resolve("val/Group2/blur/b.png"));
    assertFault("b.png is not a blur map: that has 16 bits");
    Files.delete(set.resolve("val/Group2/blur/b.png"));
    assertFault("b.png is missing: add it");
    Files.copy(set.resolve("val/Group1/blur/b.png"), set.resolve("val/Group2/blur/b.png"));
    Files.delete(set.resolve("val/semseg/a.png"));
    assertFault("semseg/a.png is missing");
    MapFiles.writeLabels(new LabelMap(4, 2, new byte[8]), set.resolve("val/semseg/a.png"));
    CommandLineRun small = CommandLineRun.of("dataset", "check", set);
    assertTrue(small.err().contains("a.png belongs to a picture of 4x2"), small::err);
    CommandLineRun none = CommandLineRun.of("dataset", "check", folder);
    assertTrue(none.err().contains("holds no pictures in train/GT"), none::err);
  }

  @Test
  void showsGroupsMapsScaleAndLegendInOneFile() throws IOException {
    Path page = folder.resolve("page.html");
    CommandLineRun run =
        CommandLineRun.of("dataset", "show", set, "--output", page, "--count", "1");
    assertEquals(0, run.code(), run::err);
    String html = Files.readString(page);
    assertTrue(html.contains("<h2>val/Group1, LRx4</h2>") && html.contains("1 of 2 pairs"));
    assertTrue(html.contains("<h2>val/Group2, LRx4</h2>"));
    assertTrue(html.contains("class 3") && html.contains("2.5</span><span>5 px"));
    assertEquals(8, html.split("<img ", -1).length - 1, "GT, LR, blur and semantics, twice");
    assertFalse(html.contains("src=\"http"), "the page is self-contained");
    CommandLineRun named =
        CommandLineRun.of("dataset", "show", set, "--output", page, "--classes", "cityscapes");
    assertEquals(0, named.code(), named::err);
    assertTrue(Files.readString(page).contains("</span>wall"));
  }
}
