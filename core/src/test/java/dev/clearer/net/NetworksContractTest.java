package dev.clearer.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.InputException;
import dev.clearer.image.MapKind;
import dev.clearer.model.PixelMaps;
import dev.clearer.net.block.Gia;
import dev.clearer.net.cmos.Cmos;
import dev.clearer.net.cmos.Hrnet;
import dev.clearer.net.rrdbsft.RrdbSft;
import dev.clearer.tensor.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every network, whatever it computes. */
class NetworksContractTest {
  private static final Cmos.Config SMALL_CMOS =
      new Cmos.Config(
          5,
          new Hrnet.Config(4, List.of(4, 6, 8, 8), List.of(1, 1, 1), 1),
          List.of(2, 3, 4, 2),
          new Gia.Window(3, 4));
  private static final RrdbSft.Config SMALL_RESTORER =
      new RrdbSft.Config(8, 4, 1, 2, new Gia.Window(3, 4));
  private static final PairConfig SMALL = new PairConfig(SMALL_CMOS, SMALL_RESTORER);

  private static int threads;

  /** Tensors this small are slowed down by threads that wait for each other. */
  @BeforeAll
  static void useOneThread() {
    threads = torch.get_num_threads();
    torch.set_num_threads(1);
  }

  @AfterAll
  static void useAllThreads() {
    torch.set_num_threads(threads);
  }

  /** A network as a function of a low-resolution picture. */
  private record Subject(String name, Module module, Function<Tensor, Tensor> pass) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Subject> subjects() {
    Cmos cmos = new Cmos(SMALL_CMOS);
    RrdbSft restorer = new RrdbSft(SMALL_RESTORER);
    PairNetwork system = new PairNetwork(SMALL);
    return Stream.of(
            new Subject("blur of CMOS", cmos, x -> cmos.forward(x).blur()),
            new Subject("classes of CMOS", cmos, x -> cmos.forward(x).classes()),
            new Subject(
                "RRDB-SFT",
                restorer,
                x -> {
                  Tensor map = torch.upsample_nearest2d(x.narrow(1, 0, 1), size(x));
                  return restorer.forward(x, map, map);
                }),
            new Subject("both", system.module(), x -> restored(system, x)))
        .peek(
            subject -> {
              Golden.fill(subject.module, "");
              subject.module.eval();
            });
  }

  static Stream<Arguments> subjectsAndSizes() {
    int[][] sizes = {{1, 1}, {1, 7}, {2, 3}, {13, 1}, {17, 23}, {31, 32}};
    return subjects()
        .flatMap(s -> Arrays.stream(sizes).map(size -> Arguments.of(s, size[0], size[1])));
  }

  @ParameterizedTest(name = "{0} of {1}x{2}")
  @MethodSource("subjectsAndSizes")
  void everySizeComesOutFourTimesLarger(Subject subject, int height, int width) {
    Golden.evaluate(
        () -> {
          Tensor out = subject.pass.apply(Golden.uniform("contract", 1, 3, height, width));
          assertEquals(4L * height, out.size(2));
          assertEquals(4L * width, out.size(3));
          assertTrue(out.isfinite().all().item_bool());
        });
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aBatchOfTwoIsTwoOfOne(Subject subject) {
    Golden.evaluate(
        () -> {
          Tensor batch = Golden.uniform("contract", 2, 3, 9, 14);
          Tensor together = subject.pass.apply(batch);
          for (int i = 0; i < 2; i++) {
            Tensor alone = subject.pass.apply(batch.narrow(0, i, 1).contiguous());
            Golden.assertClose("picture " + i, together.narrow(0, i, 1), alone, 1e-4);
          }
        });
  }

  private static Tensor restored(PairNetwork system, Tensor x) {
    return system.restorer().restore(x, system.estimator().estimate(x, 4), 4);
  }

  @Test
  void aPairIsTheEstimatorAndThenTheRestorer() {
    PairNetwork pair = new PairNetwork(SMALL);
    Golden.fill(pair.module(), "");
    pair.module().eval();
    Weights weights = Weights.of(pair.module());
    Cmos cmos = new Cmos(SMALL_CMOS);
    weights.under("estimator.").apply(cmos);
    cmos.eval();
    RrdbSft restorer = new RrdbSft(SMALL_RESTORER);
    weights.under("restorer.").apply(restorer);
    restorer.eval();
    Golden.evaluate(
        () -> {
          Tensor input = Golden.uniform("system", 1, 3, 10, 12);
          Cmos.Maps maps = cmos.forward(input);
          Tensor classes = maps.classes().argmax(new LongOptional(1), true);
          Tensor restored =
              restorer.forward(input, maps.blur(), classes.to(torch.ScalarType.Float));
          PixelMaps estimate = pair.estimator().estimate(input, 4);
          assertTrue(estimate.plane(MapKind.BLUR).equal(maps.blur()));
          assertTrue(estimate.plane(MapKind.CLASSES).equal(classes));
          Golden.assertClose("picture", restored, restored(pair, input), 1e-6);
        });
  }

  @Test
  void memoryStaysFlatOverFiftyPasses() {
    PairNetwork system = new PairNetwork(SMALL);
    system.module().eval();
    Runnable pass =
        () -> Golden.evaluate(() -> restored(system, Golden.uniform("memory", 1, 3, 48, 64)));
    for (int i = 0; i < 5; i++) {
      pass.run();
    }
    long before = Pointer.physicalBytes();
    for (int i = 0; i < 50; i++) {
      pass.run();
    }
    long grownBy = Pointer.physicalBytes() - before;
    // One leaked high-resolution feature (8 x 192 x 256 floats) a pass would be 75 MiB.
    assertTrue(grownBy < 40L << 20, () -> "grew by " + grownBy + " bytes");
  }

  @Test
  void configurationsCheckTheirRanges() {
    Gia.Window window = Gia.Window.REFERENCE;
    assertThrows(InputException.class, () -> new Gia.Config(36, 36, 5, window));
    assertThrows(InputException.class, () -> new Gia.Window(0, 20));
    assertThrows(InputException.class, () -> RrdbSft.Config.reference(0));
    assertThrows(
        InputException.class, () -> new Hrnet.Config(64, List.of(18, 36), List.of(1, 3, 2), 2));
    assertThrows(
        InputException.class,
        () -> new Cmos.Config(0, Hrnet.Config.REFERENCE, List.of(3, 6, 8, 12), window));
  }

  private static long[] size(Tensor x) {
    return new long[] {4 * x.size(2), 4 * x.size(3)};
  }
}
