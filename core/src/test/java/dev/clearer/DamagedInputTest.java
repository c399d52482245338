package dev.clearer;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.clearer.config.Configuration;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Compression;
import dev.clearer.image.DepthMap;
import dev.clearer.image.FileFormat;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.KernelFiles;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Metadata;
import dev.clearer.image.Picture;
import dev.clearer.tensor.Weights;
import dev.clearer.train.Experiment;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every reader answers a damaged file with a result or one sentence, in time. Files of all kinds
 * are damaged at random from a seed; {@code -Pfuzz} does this to 10,000 of them.
 */
class DamagedInputTest {
  private static final int USUAL = 2_500;
  private static final int INPUTS = Integer.getInteger("clearer.fuzz", USUAL);
  private static final long SEED = Long.getLong("clearer.fuzz.seed", 17);
  private static final int PATIENCE_SECONDS = 20;
  private static final long MOST_PIXELS = 4_000_000;
  private static final Path ROOT = Path.of(System.getProperty("clearer.root", ".."));

  @TempDir Path folder;

  /** Reads a file. */
  private interface Reader {
    void read(Path file) throws IOException;
  }

  /** A whole file, how it is called, and what reads it. */
  @SuppressWarnings("ArrayRecordComponent") // not compared
  private record Kind(String name, byte[] bytes, Reader reader) {}

  private static Image image(int width, int height, int channels) {
    float[][] planes = new float[channels][width * height];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < planes[c].length; i++) {
        planes[c][i] = (i * (c + 3) % 23 + i % width) / (23f + width);
      }
    }
    return Image.of(width, height, planes);
  }

  private static BufferedImage buffered(int type) {
    BufferedImage image = new BufferedImage(24, 18, type);
    for (int y = 0; y < 18; y++) {
      for (int x = 0; x < 24; x++) {
        image.setRGB(x, y, 0xff000000 | ((x * 10) << 16) | ((y * 14) << 8) | (x * y & 0xff));
      }
    }
    return image;
  }

  /** As the JDK writes it, with or without a progressive or interlaced order or a compression. */
  private static byte[] written(String format, int type, boolean progressive, String compression)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      if (progressive) {
        settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      if (!compression.isEmpty()) {
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionType(compression);
      }
      writer.setOutput(stream);
      writer.write(null, new javax.imageio.IIOImage(buffered(type), null, null), settings);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  private List<Kind> kinds() throws IOException {
    Reader picture = file -> ImageFiles.read(file, MOST_PIXELS);
    Reader damaged = file -> ImageFiles.readDamaged(file, MOST_PIXELS);
    List<Kind> kinds = new ArrayList<>();
    Picture colour = Picture.of(image(33, 21, 3));
    Picture deep =
        new Picture(image(17, 13, 3), image(17, 13, 1), 16, new Metadata(null, null), null);
    for (FileFormat format : List.of(FileFormat.PNG, FileFormat.JPEG, FileFormat.TIFF)) {
      String ending = format.name().toLowerCase(Locale.ROOT);
      kinds.add(new Kind("colour." + ending, ImageFiles.encode(colour, format, 90), picture));
      kinds.add(new Kind("accepted." + ending, ImageFiles.encode(colour, format, 60), damaged));
    }
    for (FileFormat format : List.of(FileFormat.PNG, FileFormat.TIFF)) {
      String ending = format.name().toLowerCase(Locale.ROOT);
      kinds.add(new Kind("deep." + ending, ImageFiles.encode(deep, format, 90), picture));
    }
    byte[] webp = ImageFiles.encode(colour, FileFormat.WEBP, Compression.FINE);
    kinds.add(new Kind("colour.webp", webp, picture));
    int rgb = BufferedImage.TYPE_INT_RGB;
    int palette = BufferedImage.TYPE_BYTE_INDEXED;
    kinds.add(new Kind("progressive.jpg", written("jpeg", rgb, true, ""), picture));
    kinds.add(new Kind("interlaced.png", written("png", palette, true, ""), picture));
    kinds.add(new Kind("lzw.tif", written("tiff", rgb, false, "LZW"), picture));
    kinds.add(new Kind("packbits.tif", written("tiff", palette, false, "PackBits"), picture));
    kinds.add(new Kind("palette.bmp", written("bmp", palette, false, ""), picture));
    kinds.add(
        new Kind("colour.bmp", written("bmp", BufferedImage.TYPE_INT_RGB, false, ""), picture));
    kinds.add(new Kind("palette.gif", written("gif", palette, true, ""), picture));
    addMaps(kinds);
    addNumbers(kinds);
    return kinds;
  }

  private void addMaps(List<Kind> kinds) throws IOException {
    Path file = folder.resolve("whole.png");
    float[] values = image(20, 15, 1).plane(0);
    MapFiles.writeBlur(new BlurMap(20, 15, values), file);
    kinds.add(
        new Kind("blur.png", Files.readAllBytes(file), f -> MapFiles.readBlur(f, MOST_PIXELS)));
    float[] millimetres = new float[300];
    for (int i = 0; i < millimetres.length; i++) {
      millimetres[i] = 500 + 7 * i;
    }
    MapFiles.writeDepth(new DepthMap(20, 15, millimetres), 1, file);
    kinds.add(new Kind("depth.png", Files.readAllBytes(file), f -> MapFiles.readDepth(f, 1)));
    MapFiles.writeLabels(new LabelMap(20, 15, new byte[300]), file);
    kinds.add(new Kind("labels.png", Files.readAllBytes(file), MapFiles::readLabels));
  }

  private static void addNumbers(List<Kind> kinds) throws IOException {
    Path golden = ROOT.resolve("core/src/test/resources/golden");
    for (String name : List.of("gia_same_scale.pth", "old_format.pth")) {
      kinds.add(new Kind(name, Files.readAllBytes(golden.resolve(name)), Weights::read));
    }
    byte[] tensors = Files.readAllBytes(golden.resolve("photo/photo_small.safetensors"));
    kinds.add(new Kind("weights.safetensors", tensors, Weights::read));
    Path kernels = ROOT.resolve("core/src/test/resources/dev/clearer/image");
    for (String name : List.of("scipy.mat", "scipy-compressed.mat", "plain.npy")) {
      kinds.add(new Kind(name, Files.readAllBytes(kernels.resolve(name)), KernelFiles::read));
    }
    byte[] yaml = Files.readAllBytes(ROOT.resolve("configs/photo.yml"));
    kinds.add(
        new Kind(
            "experiment.yml", yaml, file -> Configuration.read(file, Experiment.class, List.of())));
  }

  private static byte[] damaged(byte[] whole, SplittableRandom random) {
    byte[] bytes = whole.clone();
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times && bytes.length > 8; i++) {
      // Headers matter most: half of the changes are there.
      int most = random.nextBoolean() ? Math.min(bytes.length, 256) : bytes.length;
      bytes = damagedOnce(bytes, random.nextInt(most - 4), random);
    }
    return bytes;
  }

  private static byte[] damagedOnce(byte[] bytes, int at, SplittableRandom random) {
    int length = Math.min(bytes.length - at, 1 + random.nextInt(64));
    switch (random.nextInt(8)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) (random.nextBoolean() ? 0 : 255);
      case 2 -> bytes[at] = (byte) random.nextInt(256);
      case 3 -> Arrays.fill(bytes, at, at + 4, (byte) (random.nextBoolean() ? 0xff : 0x7f));
      case 4 -> Arrays.fill(bytes, at, at + 2, (byte) random.nextInt(256));
      case 5 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 6 -> {
        return joined(bytes, at + length, at);
      }
      default -> {
        return joined(bytes, at, Math.min(bytes.length, at + length));
      }
    }
    return bytes;
  }

  /** The beginning up to {@code end}, and what comes from {@code begin} on. */
  private static byte[] joined(byte[] bytes, int end, int begin) {
    byte[] joined = new byte[end + bytes.length - begin];
    System.arraycopy(bytes, 0, joined, 0, end);
    System.arraycopy(bytes, begin, joined, end, bytes.length - begin);
    return joined;
  }

  @Test
  void everyReaderAnswers() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Kind> kinds = kinds();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      for (Kind kind : kinds) {
        Path file = Files.write(folder.resolve(kind.name), kind.bytes);
        kind.reader.read(file);
      }
      for (int i = 0; i < INPUTS; i++) {
        Kind kind = kinds.get(i % kinds.size());
        byte[] bytes = damaged(kind.bytes, random.split());
        Path file = Files.write(folder.resolve("damaged-" + kind.name), bytes);
        String fault = fault(thread, kind, file);
        if (fault != null) {
          Path kept = ROOT.resolve("core/target").resolve("input-" + i + "-" + kind.name);
          Files.createDirectories(kept.getParent());
          Files.write(kept, bytes);
          fail("input %d of seed %d, kept as %s: %s".formatted(i, SEED, kept, fault));
        }
      }
    } finally {
      thread.shutdownNow();
    }
    assertTrue(INPUTS >= kinds.size());
  }

  /** The parser would name its own classes. */
  @Test
  void aKeyThatIsNoWordIsRefusedPlainly() {
    InputException refusal =
        assertThrows(
            InputException.class,
            () -> Configuration.parse("? {a: 1}\n: 2\n", "x.yml", Experiment.class, List.of()));
    String sentence = String.valueOf(refusal.getMessage());
    assertTrue(sentence.contains("x.yml: this is not YAML: a key is not a plain word"), sentence);
  }

  /** What is wrong with how a reader answers; null if nothing is. */
  private static @Nullable String fault(ExecutorService thread, Kind kind, Path file)
      throws InterruptedException {
    Future<?> reading =
        thread.submit(
            () -> {
              kind.reader.read(file);
              return null;
            });
    try {
      reading.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return null;
    } catch (TimeoutException e) {
      return "no answer in " + PATIENCE_SECONDS + " s";
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      if (!(cause instanceof InputException)) {
        java.io.StringWriter trace = new java.io.StringWriter();
        cause.printStackTrace(new java.io.PrintWriter(trace));
        return trace.toString();
      }
      String sentence = String.valueOf(cause.getMessage());
      boolean plain = !sentence.contains("Exception") && !sentence.contains("null");
      return plain && sentence.lines().count() == 1 ? null : "not one plain sentence: " + sentence;
    }
  }
}
