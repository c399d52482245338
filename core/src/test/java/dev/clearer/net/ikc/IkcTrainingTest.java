package dev.clearer.net.ikc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.tensor.Adam;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class IkcTrainingTest {
  private static final Ikc.Config SIZES = new Ikc.Config(2, 1, 21, 4);

  @Test
  void theRestorerLearns() {
    Ikc network = filled();
    IkcTraining training = new IkcTraining(network);
    Adam adam = Adam.of(network.restorer(), 0.9, 0.99);
    Tensor picture = Golden.uniform("ikc/train/lr", 2, 3, 6, 7);
    Tensor codes = Golden.uniform("ikc/train/codes", 2, 4);
    Tensor sharp = Golden.uniform("ikc/train/hr", 2, 3, 12, 14);
    List<Double> losses = new ArrayList<>();
    for (int step = 1; step <= 20; step++) {
      int number = step;
      Scope.run(
          () -> {
            Tensor loss = training.restoration(picture, codes, sharp);
            losses.add(loss.item_double());
            adam.descend(loss, number, 1e-3);
          });
    }
    assertTrue(losses.get(19) < 0.8 * losses.get(0), losses::toString);
  }

  @Test
  void predictorAndCorrectorLearnAndTheRestorerStays() {
    Ikc network = filled();
    IkcTraining training = new IkcTraining(network);
    Adam predictor = Adam.of(network.predictor(), 0.9, 0.99);
    Adam corrector = Adam.of(network.corrector(), 0.9, 0.99);
    float[] before = values(network.restorer());
    Tensor picture = Golden.uniform("ikc/train/lr", 2, 3, 12, 12);
    Tensor codes = Golden.uniform("ikc/train/codes", 2, 4);
    List<Double> first = new ArrayList<>();
    List<Double> last = new ArrayList<>();
    for (int batch = 0; batch < 5; batch++) {
      List<Double> losses = new ArrayList<>();
      int number = batch;
      Scope.run(
          () ->
              training.correct(
                  picture,
                  codes,
                  loss -> {
                    losses.add(loss.item_double());
                    predictor.descend(loss, number + 1, 1e-3);
                  },
                  loss -> {
                    losses.add(loss.item_double());
                    corrector.descend(loss, number * 7L + losses.size() - 1, 1e-3);
                  }));
      assertEquals(8, losses.size());
      (batch == 0 ? first : last).addAll(losses);
    }
    List<Double> end = last.subList(last.size() - 8, last.size());
    assertTrue(end.get(0) < 0.8 * first.get(0), first + " " + end);
    assertTrue(end.get(7) < 0.5 * first.get(7), first + " " + end);
    assertTrue(Arrays.equals(before, values(network.restorer())));
  }

  /** With steps that move nothing, the codes are those of the plain loop. */
  @Test
  void everyStepIsToldTheCodeBeforeIt() {
    Ikc network = filled();
    Tensor picture = Golden.uniform("ikc/train/lr", 1, 3, 9, 9);
    Tensor codes = Golden.uniform("ikc/train/codes", 1, 4);
    List<Double> losses = new ArrayList<>();
    new IkcTraining(network)
        .correct(
            picture,
            codes,
            loss -> losses.add(loss.item_double()),
            loss -> losses.add(loss.item_double()));
    Golden.evaluate(
        () -> {
          Tensor code = network.predictor().forward(picture);
          for (double loss : losses) {
            assertEquals(code.sub(codes).square().mean().item_double(), loss, 1e-5 * loss);
            code = network.corrected(picture, code);
          }
        });
  }

  private static Ikc filled() {
    Ikc network = new Ikc(SIZES);
    Golden.fill(network, "");
    return network;
  }

  private static float[] values(Module network) {
    Weights weights = Weights.of(network);
    float[][] all = new float[1][];
    Scope.run(
        () -> {
          Tensor sums = Tensors.of(new float[weights.names().size()], weights.names().size());
          int i = 0;
          for (String name : weights.names()) {
            sums.select(0, i++).copy_(weights.tensor(name).sum());
          }
          all[0] = Tensors.values(sums);
        });
    return all[0];
  }
}
