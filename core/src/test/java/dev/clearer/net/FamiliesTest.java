package dev.clearer.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.model.Family;
import dev.clearer.tensor.Device;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family of {@link Architecture} keeps the {@link FamilyContract}. */
class FamiliesTest {
  private static int threads;

  @TempDir Path folder;

  @BeforeAll
  static void useOneThread() {
    threads = Device.threads();
    Device.useThreads(1);
  }

  @AfterAll
  static void useAllThreads() {
    Device.useThreads(threads);
  }

  static List<Family<?>> families() {
    return Architecture.ALL;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("families")
  void everyFamilyKeepsTheContract(Family<?> family) {
    FamilyContract.assertSizesAreYaml(family);
    FamilyContract.assertFilesBecomeTheNetwork(family, Architecture.ALL, folder);
    FamilyContract.assertHalvesKeepTheirWord(family);
  }

  @Test
  void namesAndRecordsOfSizesAreUnique() {
    int count = Architecture.ALL.size();
    assertEquals(count, Architecture.ALL.stream().map(Family::name).distinct().count());
    assertEquals(count, Architecture.ALL.stream().map(Family::config).distinct().count());
  }

  @Test
  void methodsWithoutWeightsAreOpenedByNameWithSettings() {
    Models.Opened opened = Models.network("kernelgan:iterations=7,seed=3");
    assertEquals("KernelGan", opened.network().getClass().getSimpleName().substring(0, 9));
    assertTrue(opened.description().config().toString().contains("iterations=7"));
    assertTrue(opened.description().config().toString().contains("seed=3"));
    assertThrows(InputException.class, () -> Models.network("kernelgan:rounds=7"));
    assertThrows(InputException.class, () -> Models.network("zssr:iterations=0"));
  }
}
