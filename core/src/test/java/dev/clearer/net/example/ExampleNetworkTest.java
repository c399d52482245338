package dev.clearer.net.example;

import dev.clearer.model.Family;
import dev.clearer.net.Architecture;
import dev.clearer.net.FamilyContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package, a line in the list and this test are all that a new network needs. */
class ExampleNetworkTest {
  @Test
  void aNetworkIsAPackageAndALine(@TempDir Path folder) {
    List<Family<?>> known = new ArrayList<>(Architecture.ALL);
    known.add(ExampleNetwork.FAMILY);
    FamilyContract.assertSizesAreYaml(ExampleNetwork.FAMILY);
    FamilyContract.assertFilesBecomeTheNetwork(ExampleNetwork.FAMILY, known, folder);
    FamilyContract.assertHalvesKeepTheirWord(ExampleNetwork.FAMILY);
  }
}
