package dev.clearer.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.clearer.Golden;
import dev.clearer.image.LabelMap;
import dev.clearer.net.cmos.Cmos;
import dev.clearer.net.rrdbsft.RrdbSft;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/**
 * The first training steps are those of the reference, in float64 as its files say. Convolutions in
 * float64 are slow: all three steps are taken under CI, and one elsewhere.
 */
class FirstStepsTest {
  private static final double LOSS_TOLERANCE = 1e-5;
  private static final double NORM_TOLERANCE = 1e-3;
  private static final double ZERO_GRADIENT = 1e-9;

  @Test
  void stageOne() throws IOException {
    JsonNode golden = golden("train_stage1.json");
    Cmos network = new Cmos(Cmos.Config.NYUV2);
    Golden.fill(network, "cmos.");
    Tensor picture = wide(Golden.uniform("train/lr", 2, 3, 64, 96));
    Tensor blur = Ops.scale(wide(Golden.uniform("train/blur", 2, 1, 256, 384)), 5);
    Tensor labels = labels("train/seg", 41, 2, 256, 384);
    follow(
        golden,
        "cmos.",
        network,
        () -> {
          Cmos.TrainingMaps maps = network.forwardForTraining(picture);
          Cmos.Maps auxiliary = maps.auxiliary();
          Map<String, Tensor> losses = new LinkedHashMap<>();
          losses.put("blur_aux", half(Losses.l1(auxiliary.blur(), blur)));
          losses.put("seg_aux", half(Losses.crossEntropy(auxiliary.classes(), labels)));
          losses.put("blur", Losses.l1(maps.maps().blur(), blur));
          losses.put("seg", Losses.crossEntropy(maps.maps().classes(), labels));
          return losses;
        });
  }

  @Test
  void stageTwo() throws IOException {
    JsonNode golden = golden("train_stage2.json");
    RrdbSft network = new RrdbSft(RrdbSft.Config.reference(2));
    Golden.fill(network, "");
    Tensor picture = wide(Golden.uniform("train/lr48", 2, 3, 48, 48));
    Tensor truth = wide(Golden.uniform("train/hr192", 2, 3, 192, 192));
    Tensor blur = Ops.scale(wide(Golden.uniform("train/blur192", 2, 1, 192, 192)), 5);
    Tensor classes = wide(labels("train/seg192", 40, 2, 1, 192, 192));
    follow(
        golden,
        "",
        network,
        () -> Map.of("pixel", Losses.l1(network.forward(picture, blur, classes), truth)));
  }

  /** Takes the golden file's steps and compares all that it says about them. */
  private static void follow(
      JsonNode golden, String prefix, Module network, Supplier<Map<String, Tensor>> losses) {
    network.to(torch.ScalarType.Double, false);
    network.train(true);
    Map<String, Tensor> parameters = named(prefix, network.named_parameters());
    Adam adam = adam(golden, parameters);
    boolean all = "true".equals(System.getenv("CI"));
    int steps = all ? golden.get("steps").size() : 1;
    for (int step = 0; step < steps; step++) {
      JsonNode expected = golden.get("steps").get(step);
      int number = step + 1;
      Scope.run(
          () -> {
            adam.clearGradients();
            backward(losses.get(), expected, "step " + number + " ");
            if (number == 1) {
              assertGradients(golden, parameters);
            }
            adam.step(number, golden.get("learning_rate").doubleValue());
          });
    }
    if (all) {
      // A bias that happens to end near 0 has a norm of cancelled moves: a hundredth of what Adam
      // can
      // move a number in these steps is allowed beside the relative tolerance.
      double slack = 0.01 * steps * golden.get("learning_rate").doubleValue();
      assertNorms(golden.get("parameter_norms_after"), parameters, slack);
      Map<String, Tensor> buffers = named(prefix, network.named_buffers());
      buffers.keySet().removeIf(name -> name.endsWith("num_batches_tracked"));
      assertNorms(golden.get("batchnorm_buffer_norms_after"), buffers, 0);
    }
  }

  private static Adam adam(JsonNode golden, Map<String, Tensor> parameters) {
    JsonNode betas = golden.get("betas");
    return new Adam(parameters, betas.get(0).doubleValue(), betas.get(1).doubleValue());
  }

  private static void backward(Map<String, Tensor> losses, JsonNode expected, String step) {
    Tensor total = torch.zeros(1).to(torch.ScalarType.Double);
    for (Map.Entry<String, Tensor> loss : losses.entrySet()) {
      double value = loss.getValue().item_double();
      assertRelative(step + loss.getKey(), expected.get(loss.getKey()), value, LOSS_TOLERANCE);
      total = total.add(loss.getValue());
    }
    assertRelative(step + "total", expected.get("total"), total.item_double(), LOSS_TOLERANCE);
    total.backward();
  }

  private static void assertGradients(JsonNode golden, Map<String, Tensor> parameters) {
    Set<String> without = new TreeSet<>();
    golden.get("parameters_without_gradient").forEach(name -> without.add(name.textValue()));
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) -> {
          Tensor gradient = parameter.grad();
          assertEquals(!without.contains(name), gradient.defined(), name + " has a gradient");
          if (gradient.defined()) {
            gradients.put(name, gradient);
          }
        });
    assertNorms(golden.get("gradient_norms_step_1"), gradients, 0);
  }

  /** {@code slack}: absolute error that every number of a tensor may have. */
  private static void assertNorms(JsonNode norms, Map<String, Tensor> tensors, double slack) {
    Set<String> names = new TreeSet<>();
    norms.fieldNames().forEachRemaining(names::add);
    assertEquals(names, new TreeSet<>(tensors.keySet()));
    tensors.forEach(
        (name, tensor) -> {
          double norm = tensor.norm().item_double();
          if (norms.get(name).doubleValue() > ZERO_GRADIENT) {
            double expected = norms.get(name).doubleValue();
            double absolute = slack * Math.sqrt((double) tensor.numel());
            assertEquals(expected, norm, Math.max(NORM_TOLERANCE * expected, absolute), name);
          } else {
            assertTrue(norm < 10 * ZERO_GRADIENT, () -> name + " is " + norm + ", not 0");
          }
        });
  }

  private static void assertRelative(
      String what, JsonNode expected, double actual, double tolerance) {
    double value = expected.doubleValue();
    assertEquals(value, actual, tolerance * Math.abs(value), what);
  }

  private static Map<String, Tensor> named(String prefix, StringTensorDict tensors) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (long i = 0; i < tensors.size(); i++) {
      // A handle of its own: the dictionary's dies with it.
      Tensor own = new Tensor(tensors.get(i).value());
      named.put(prefix + tensors.get(i).key().getString(), own);
    }
    return named;
  }

  /** floor(count * u) as 64-bit indices, the index 40 meaning unlabelled. */
  private static Tensor labels(String name, int count, long... shape) {
    return Scope.returning(
        () -> {
          Tensor uniform = wide(Golden.uniform(name, shape));
          Tensor labels = Ops.scale(uniform, count).floor().to(torch.ScalarType.Long);
          Tensor unlabelled = labels.eq(new Scalar(40));
          return labels.masked_fill(unlabelled, new Scalar(LabelMap.IGNORE));
        });
  }

  private static Tensor half(Tensor loss) {
    return Ops.scale(loss, 0.5);
  }

  private static Tensor wide(Tensor tensor) {
    return tensor.to(torch.ScalarType.Double);
  }

  private static JsonNode golden(String name) throws IOException {
    return new JsonMapper().readTree(Golden.file(name).toFile());
  }
}
