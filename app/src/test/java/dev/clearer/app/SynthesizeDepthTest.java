package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import dev.clearer.image.RawMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Depth files and depth options of {@code synthesize rgbd}. */
class SynthesizeDepthTest {
  private static final int SIZE = 48;

  @TempDir Path folder;
  private Path images = Path.of("");
  private int sets;

  @BeforeEach
  void writePicture() throws IOException {
    images = Files.createDirectory(folder.resolve("images"));
    float[] plane = new float[SIZE * SIZE];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (i * 7 % 11 + i / SIZE % 3) / 13f;
    }
    Image image = Image.of(SIZE, SIZE, plane, plane, plane);
    ImageFiles.write(Picture.of(image), images.resolve("a.png"));
  }

  /** Depth in millimetres: a square at 1 m in front of a slanted wall. */
  private static int depth(int i) {
    int x = i % SIZE;
    int y = i / SIZE;
    return x > 12 && x < 30 && y > 12 && y < 30 ? 1000 : 2000 + 16 * x;
  }

  private Path depthFolder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  private static void writePng(Path file, java.util.function.IntUnaryOperator value) {
    int[] values = new int[SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.applyAsInt(i);
    }
    MapFiles.writeRaw(new RawMap(SIZE, SIZE, values), file);
  }

  /** A header followed by depth in metres as little-endian floats. */
  private static byte[] metres(String header, boolean fromBottom) {
    byte[] start = header.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bytes = ByteBuffer.allocate(start.length + 4 * SIZE * SIZE);
    bytes.put(start).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < SIZE * SIZE; i++) {
      int row = fromBottom ? SIZE - 1 - i / SIZE : i / SIZE;
      bytes.putFloat(depth(row * SIZE + i % SIZE) / 1000f);
    }
    return bytes.array();
  }

  private Object[] command(Path depth, Object... more) {
    Path set = folder.resolve("set" + sets++);
    Object[] command = {"synthesize", "rgbd", "--images", images, "--depth", depth};
    return OwnPictures.with(OwnPictures.with(command, "--part", "val", "--output", set), more);
  }

  private Map<String, String> built(Path depth, Object... more) throws IOException {
    Object[] command = command(depth, more);
    CommandLineRun run = CommandLineRun.of(command);
    assertEquals(0, run.code(), run::err);
    Map<String, String> pictures =
        new TreeMap<>(OwnPictures.contents(folder.resolve("set" + (sets - 1))));
    pictures.keySet().removeIf(name -> !name.endsWith(".png"));
    assertEquals(5, pictures.size());
    return pictures;
  }

  @Test
  void equalDepthInAnyFormatGivesEqualSets() throws IOException {
    Path png = depthFolder("png");
    writePng(png.resolve("a_depth_mm.png"), SynthesizeDepthTest::depth);
    Map<String, String> expected = built(png);
    Path pfm = depthFolder("pfm");
    Files.write(pfm.resolve("a.pfm"), metres("Pf\n48 48\n-1\n", true));
    assertEquals(expected, built(pfm, "--depth-unit", "m"));
    Path npy = depthFolder("npy");
    String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (48, 48), }\n";
    String header = "\u0093NUMPY\u0001\u0000" + (char) dictionary.length() + "\u0000" + dictionary;
    Files.write(npy.resolve("a_depth.npy"), metres(header, false));
    assertEquals(expected, built(npy, "--depth-unit", "m"));
    Path twice = depthFolder("twice");
    writePng(twice.resolve("a.png"), i -> 2 * depth(i));
    assertEquals(expected, built(twice, "--depth-unit", "0.5"));
  }

  /**
   * Circles of confusion depend only on ratios of depths, unless a depth is too small for the lens.
   */
  @Test
  void disparityGivesTheSameBlurAsDepth() throws IOException {
    Path disparity = depthFolder("disparity");
    writePng(disparity.resolve("a_disparity.png"), i -> 65000 * 500 / depth(i));
    Map<String, String> byNumber =
        built(disparity, "--depth-kind", "disparity", "--depth-unit", "32500000");
    Map<String, String> relative = built(disparity, "--depth-kind", "disparity");
    String blur = "val/Group1/blur/a.png";
    assertEquals(byNumber.get(blur), relative.get(blur));
    assertNotEquals(byNumber.get(blur), built(disparity, "--depth-unit", "1").get(blur));
  }

  @Test
  void hardensMixedDepthByDefault() throws IOException {
    Path hard = depthFolder("hard");
    writePng(hard.resolve("a.png"), SynthesizeDepthTest::depth);
    assertEquals(built(hard), built(hard, "--no-harden-depth"), "hard edges stay as they are");
    Path mixed = depthFolder("mixed");
    writePng(mixed.resolve("a.png"), i -> i % SIZE == 30 ? 1500 : depth(i));
    assertNotEquals(built(mixed), built(mixed, "--no-harden-depth"));
  }

  @Test
  void reportsUnsupportedDepthFiles() throws IOException {
    Path depth = depthFolder("depth");
    refused("a.png has no depth map in", depth);
    Files.write(depth.resolve("b.exr"), new byte[8]);
    Files.write(depth.resolve("a.json"), new byte[8]);
    refused("a.png has no depth map in", depth);
    Path exr = Files.write(depth.resolve("a_depth.exr"), new byte[8]);
    refused("a_depth.exr is an OpenEXR picture, which is not read as depth", depth);
    Files.delete(exr);
    Path mat = Files.write(depth.resolve("a.mat"), new byte[8]);
    refused("a.mat is a MATLAB file, which is not read as depth", depth);
    Files.delete(mat);
    Path container = Files.write(depth.resolve("a.h5"), new byte[8]);
    refused("a.h5 is an HDF5 container, which is not read as depth", depth);
    Files.delete(container);
    Path jpeg = Files.copy(images.resolve("a.png"), depth.resolve("a_depth.jpg"));
    refused("a_depth.jpg is a JPEG picture, which is not read as depth", depth);
    Files.delete(jpeg);
    Image grey = Image.of(SIZE, SIZE, new float[SIZE * SIZE]);
    ImageFiles.write(Picture.of(grey), depth.resolve("x.jpg"));
    Files.move(depth.resolve("x.jpg"), depth.resolve("a.png"));
    refused("a.png is a JPEG picture, which is not read as depth", depth);
  }

  private void refused(String part, Path depth, Object... more) {
    CommandLineRun run = CommandLineRun.of(command(depth, more));
    assertEquals(2, run.code());
    assertEquals(1, run.err().lines().count(), run::err);
    assertTrue(run.err().contains(part), run::err);
  }

  @Test
  void refusesUnknownUnitsAndKinds() throws IOException {
    Path depth = depthFolder("depth");
    refused("--depth-unit must be mm, cm, m, relative or a number", depth, "--depth-unit", "feet");
    refused("--depth-kind must be depth, disparity or inverse", depth, "--depth-kind", "z");
    Files.write(depth.resolve("a.pfm"), metres("Pf\n48 48\n-1\n", true));
    refused("a.pfm has no depth over 2.75 mm: give the unit of its values", depth);
  }
}
