package dev.clearer.model;

import dev.clearer.InputException;
import dev.clearer.image.MapKind;
import dev.clearer.tensor.Device;
import dev.clearer.tensor.Scope;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * An estimator and a restorer that fit together. It holds native memory until it is closed.
 *
 * @param estimator estimates how a picture was degraded
 * @param restorer enlarges the picture with these estimates
 * @param classNames names of the estimator's classes, by index
 * @param modules the modules with the weights of both
 */
public record Model(
    Estimator estimator, Restorer restorer, List<String> classNames, List<Module> modules)
    implements AutoCloseable {
  /**
   * Checks that the two fit together.
   *
   * @throws InputException with the reason if they do not
   */
  public Model {
    classNames = List.copyOf(classNames);
    modules = List.copyOf(modules);
    requireMaps(estimator.facts(), restorer.facts());
    requireClasses(estimator.facts(), restorer.facts());
    requireScale(estimator.facts(), restorer.facts());
  }

  private static void requireMaps(Facts estimator, Facts restorer) {
    if (!estimator.maps().containsAll(restorer.maps())) {
      throw new InputException(
          ("The restorer %s reads %s, but the estimator %s gives %s: choose another estimator or"
                  + " another restorer.")
              .formatted(
                  restorer.name(),
                  restorer.mapsInWords(),
                  estimator.name(),
                  estimator.mapsInWords()));
    }
  }

  private static void requireClasses(Facts estimator, Facts restorer) {
    if (restorer.classes() > 0 && restorer.classes() != estimator.classes()) {
      throw new InputException(
          ("The restorer %s was trained with %d classes, but the estimator %s tells %d apart: choose"
                  + " two that were trained with the same classes.")
              .formatted(
                  restorer.name(), restorer.classes(), estimator.name(), estimator.classes()));
    }
  }

  private static void requireScale(Facts estimator, Facts restorer) {
    if (common(estimator, restorer).isEmpty()) {
      throw new InputException(
          ("The estimator %s works at %s and the restorer %s at %s: choose two that have a scale in"
                  + " common.")
              .formatted(
                  estimator.name(),
                  estimator.scalesInWords(),
                  restorer.name(),
                  restorer.scalesInWords()));
    }
  }

  private static TreeSet<Integer> common(Facts estimator, Facts restorer) {
    TreeSet<Integer> common = new TreeSet<>(estimator.scales());
    common.retainAll(restorer.scales());
    return common;
  }

  /** The enlargements that both halves support. */
  public TreeSet<Integer> scales() {
    return common(estimator.facts(), restorer.facts());
  }

  /** The default enlargement: the largest. */
  public int bestScale() {
    return scales().last();
  }

  /**
   * The enlargement at which both halves run for a result that is {@code wanted} times larger: the
   * same, otherwise the next larger one, otherwise the largest. The result is resized from it.
   */
  public int workingScale(int wanted) {
    Integer atLeast = scales().ceiling(wanted);
    return atLeast == null ? bestScale() : atLeast;
  }

  /** The maps that the estimator gives. */
  public Set<MapKind> maps() {
    return estimator.facts().maps();
  }

  /** Those of them that the restorer reads. */
  public Set<MapKind> mapsRead() {
    return restorer.facts().read(maps());
  }

  /** Whether the restorer is told the estimator's kernels, and not only their sigma. */
  public boolean tellsKernels() {
    return restorer.facts().blur().reads(estimator.facts().blur());
  }

  /** Whether a half learns on the picture, which takes minutes. */
  public boolean learns() {
    int scale = bestScale();
    return learns(estimator.footprint(scale)) || learns(restorer.footprint(scale));
  }

  private static boolean learns(Footprint half) {
    return half.reach() instanceof Reach.Whole whole && whole.learns();
  }

  /** Whether both halves are one network that runs jointly, tile by tile. */
  public boolean isJoint() {
    return restorer.continues(estimator);
  }

  /** Moves all weights to {@code device}. */
  public void to(Device device) {
    modules.forEach(device::move);
  }

  /** Frees the weights. The model must not be used afterwards. */
  @Override
  public void close() {
    Scope.run(
        () -> {
          for (Module module : modules) {
            release(module.parameters());
            release(module.buffers());
          }
        });
  }

  private static void release(TensorVector tensors) {
    for (long i = 0; i < tensors.size(); i++) {
      if (tensors.get(i).defined()) {
        tensors.get(i).set_data(torch.empty(new long[] {0}));
      }
    }
  }
}
