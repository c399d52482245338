package dev.clearer.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.clearer.image.Image;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Samples and test pictures are what they were in version 0.1: the numbers were recorded before
 * degradations became recipes.
 */
class RecordedSamplesTest {
  /** Of the low-resolution and the sharp picture; of the blur map. */
  private static final long[][] SAMPLES = {
    {0xe54517b91af87aedL, 0xfc2f2b59L},
    {0xec1b3c8485749bb3L, 0xc641b8d3L},
    {0xeb94f4ef92414ddbL, 0x8ee541fdL},
    {0xef8f10337ee1ce63L, 0x3c3d6876L},
    {0x48f54f0486e83ba1L, 0x971e1e84L},
    {0x74af830cae5f9482L, 0x9642dc9fL},
    {0x64f98529d29c0d5fL, 0x0d41a0b0L},
    {0x5847886d0dedbf08L, 0xb7c74f1fL},
    {0x282792ca09061b59L, 0x92ce66a2L},
    {0xbd549498e392e389L, 0x3a48555cL},
    {0x5fc40ced2769676fL, 0x24bd98d0L},
    {0x22676632ca240aa7L, 0xd7178350L}
  };

  private static final long[][] PICTURES = {
    {0xab59c2a7d0cfda23L, 0x98a44134L},
    {0xb251c76f03494b4bL, 0x4c1b5e7aL},
    {0x9323cb54d0cfda23L, 0x9e486ab9L},
    {0x57a07f7803494b4bL, 0x1ef38b61L}
  };

  @TempDir private Path root;
  private FreshData data;

  @BeforeEach
  void copySamples() {
    SamplePictures.copyTo(root);
    data = TestRecipes.data(root, 2, CropShape.of(24, 24), TestRecipes.compact(5, 0.75, 0.3, 0.4));
  }

  @Test
  void samplesOfASeedStayWhatTheyWere() {
    FreshSamples source = data.sources(4).get(0);
    for (int seed = 0; seed < SAMPLES.length; seed++) {
      Sample sample = source.draw(new SplittableRandom(seed), 4);
      long pictures = crc(sample.lowResolution()) << 32 | crc(sample.sharp());
      assertEquals(SAMPLES[seed][1], crc(sample.blurMap().sigma()), "blur of " + seed);
      assertEquals(SAMPLES[seed][0], pictures, "pictures of " + seed);
    }
  }

  @Test
  void theGroupsOfThePaperStayWhatTheyWere() {
    TestSet set = data.validation(4).orElseThrow();
    for (int k = 0; k < PICTURES.length; k++) {
      TestPicture picture = set.read(set.groups().get(k / 2), k % 2);
      long pictures = crc(picture.lowResolution()) << 32 | crc(picture.sharp());
      assertEquals(
          PICTURES[k][1], crc(Objects.requireNonNull(picture.blurMap()).sigma()), "blur of " + k);
      assertEquals(PICTURES[k][0], pictures, "pictures of " + k);
    }
  }

  private static long crc(Image image) {
    CRC32 crc = new CRC32();
    for (int c = 0; c < 3; c++) {
      update(crc, image.plane(c));
    }
    return crc.getValue();
  }

  private static long crc(float[] values) {
    CRC32 crc = new CRC32();
    update(crc, values);
    return crc.getValue();
  }

  private static void update(CRC32 crc, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
    bytes.asFloatBuffer().put(values);
    crc.update(bytes);
  }
}
