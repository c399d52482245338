package dev.clearer.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.config.Configuration;
import dev.clearer.image.MapKind;
import dev.clearer.model.Estimator;
import dev.clearer.model.Facts;
import dev.clearer.model.Family;
import dev.clearer.model.Network;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Reach;
import dev.clearer.model.Restorer;
import dev.clearer.tensor.Weights;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What holds for every family of networks, whatever it computes. */
public final class FamilyContract {
  private static final int SIDE = 24;

  private FamilyContract() {}

  /**
   * Fails unless a file of weights becomes the same network again, with its description and
   * without.
   *
   * @param known all families, among which {@code family} must be found
   */
  public static <C extends Record> void assertFilesBecomeTheNetwork(
      Family<C> family, List<Family<?>> known, Path folder) {
    Network network = family.build().apply(family.example());
    Weights own = Weights.of(network.module());
    if (own.names().isEmpty()) {
      return; // it learns on the picture
    }
    Description<C> description = new Description<>(family, family.example(), List.of());
    Path file = folder.resolve(family.name() + ".safetensors");
    own.withMetadata(description.metadata()).write(file);
    Models.Opened opened = Models.network("file", Weights.read(file), known);
    assertEquals(description, opened.description());
    assertEquals(own.names(), Weights.of(opened.network().module()).names());
    Golden.evaluate(
        () -> {
          Weights read = Weights.of(opened.network().module());
          for (String name : own.names()) {
            assertTrue(own.tensor(name).equal(read.tensor(name)), name);
          }
        });
    Description<?> inferred = Description.of(Architecture.renamed(own, known), known);
    assertEquals(family.name(), inferred.family().name());
  }

  /** Fails unless sizes can be written and read as YAML. */
  public static <C extends Record> void assertSizesAreYaml(Family<C> family) {
    String yaml = Configuration.write(family.example());
    assertEquals(
        family.example(), Configuration.parse(yaml, "sizes", family.config(), List.of()), yaml);
  }

  /** Fails unless both halves keep what they state in their facts and footprints. */
  public static <C extends Record> void assertHalvesKeepTheirWord(Family<C> family) {
    Network network = family.build().apply(family.example());
    if (!Weights.of(network.module()).names().isEmpty()) {
      Golden.fill(network.module(), "");
    }
    network.module().eval();
    if (network.estimator() != null) {
      network.estimator().facts().scales().forEach(s -> assertEstimates(network.estimator(), s));
    }
    if (network.restorer() != null) {
      network.restorer().facts().scales().forEach(s -> assertRestores(network.restorer(), s));
    }
  }

  private static boolean learns(Reach reach) {
    return reach instanceof Reach.Whole whole && whole.learns();
  }

  private static void assertEstimates(Estimator estimator, int scale) {
    Facts facts = estimator.facts();
    Reach reach = estimator.footprint(scale).reach();
    if (learns(reach)) {
      return; // FittingPairsTest runs it
    }
    Golden.evaluate(
        () -> {
          Tensor batch = Golden.uniform("contract", 2, 3, SIDE, SIDE);
          PixelMaps both = estimator.estimate(batch, scale);
          PixelMaps second = estimator.estimate(batch.narrow(0, 1, 1).contiguous(), scale);
          assertEquals(facts.maps(), both.planes().keySet());
          int size =
              reach instanceof Reach.Whole ? 1 : estimator.footprint(scale).mapSize().of(SIDE);
          both.planes()
              .forEach(
                  (kind, plane) -> {
                    assertEquals(size, plane.size(2), kind.label());
                    assertTrue(plane.isfinite().all().item_bool(), kind.label());
                    Tensor alone = second.plane(kind);
                    Tensor of = plane.narrow(0, 1, 1);
                    assertTrue(torch.allclose(of, alone, 1e-3, 1e-3, true), kind.label());
                  });
        });
  }

  private static void assertRestores(Restorer restorer, int scale) {
    if (learns(restorer.footprint(scale).reach())) {
      return;
    }
    Golden.evaluate(
        () -> {
          Tensor batch = Golden.uniform("contract", 2, 3, SIDE, SIDE);
          Tensor both = restorer.restore(batch, known(restorer.facts(), 2), scale);
          assertEquals((long) SIDE * scale, both.size(2));
          assertEquals((long) SIDE * scale, both.size(3));
          assertTrue(both.isfinite().all().item_bool());
          PixelMaps one = known(restorer.facts(), 1);
          Tensor alone = restorer.restore(batch.narrow(0, 1, 1).contiguous(), one, scale);
          Golden.assertClose("second of two", both.narrow(0, 1, 1), alone, 1e-3);
          assertFalse(both.narrow(0, 0, 1).equal(alone), "the first is another picture");
        });
  }

  /** The same maps for every picture of the batch. */
  private static PixelMaps known(Facts facts, int count) {
    Map<MapKind, Tensor> planes = new EnumMap<>(MapKind.class);
    Set<MapKind> kinds = facts.maps();
    for (MapKind kind : kinds) {
      Tensor plane = Golden.uniform("known/" + kind, 1, 1, SIDE, SIDE);
      planes.put(
          kind,
          kind == MapKind.CLASSES
              ? torch.zeros_like(plane).to(torch.ScalarType.Long).expand(count, 1, SIDE, SIDE)
              : plane.expand(count, 1, SIDE, SIDE).contiguous());
    }
    return new PixelMaps(planes);
  }
}
