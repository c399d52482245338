package dev.clearer.infer;

import static org.bytedeco.pytorch.global.torch.arange;
import static org.bytedeco.pytorch.global.torch.cat;

import dev.clearer.image.MapKind;
import dev.clearer.model.Estimator;
import dev.clearer.model.Facts;
import dev.clearer.model.Footprint;
import dev.clearer.model.KernelKind;
import dev.clearer.model.Kernels;
import dev.clearer.model.Model;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Restorer;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The geometric self-ensemble (Lim et al., "Enhanced Deep Residual Networks for Single Image
 * Super-Resolution", 2017): both halves of a model see every tile in its eight mirrored and turned
 * views, and what they make of them, mirrored and turned back, is averaged. First the maps are;
 * every view is then restored with the mean maps. Eight times the work, in the memory of one view
 * and the sums.
 */
final class SelfEnsemble {
  private static final List<View> VIEWS = IntStream.range(0, 8).mapToObj(View::new).toList();

  private SelfEnsemble() {}

  /** {@code model} with both halves as ensembles. */
  static Model of(Model model) {
    return new Model(
        new Estimates(model.estimator()),
        new Restorations(model.restorer()),
        model.classNames(),
        model.modules());
  }

  /** The mean quantities; the mean scores of the classes, or the class that most views see. */
  private record Estimates(Estimator inner) implements Estimator {
    @Override
    public Facts facts() {
      return inner.facts();
    }

    @Override
    public Footprint footprint(int scale) {
      return inner.footprint(scale);
    }

    @Override
    public PixelMaps estimate(Tensor lowResolution, int scale) {
      List<MapKind> kinds = List.copyOf(new TreeSet<>(facts().maps()));
      return PixelMaps.returning(
          () -> {
            boolean[] voted = new boolean[1];
            List<Kernels> kernels = new ArrayList<>();
            KernelKind[] kind = {KernelKind.BLUR};
            Tensor[] means =
                mean(
                    kinds.size(),
                    view -> {
                      PixelMaps seen = inner.estimate(view.of(lowResolution), scale);
                      voted[0] = isIndexed(seen);
                      kind[0] = seen.kernels() == null ? kind[0] : seen.kernels().kind();
                      return tensors(seen, kinds);
                    },
                    rest -> kernels.add(new Kernels(rest[0], rest[1], kind[0])));
            Map<MapKind, Tensor> planes = new EnumMap<>(MapKind.class);
            for (int i = 0; i < means.length; i++) {
              boolean elected = voted[0] && kinds.get(i) == MapKind.CLASSES;
              planes.put(kinds.get(i), elected ? Ops.argmaxChannel(means[i]) : means[i]);
            }
            return kernels.isEmpty()
                ? new PixelMaps(planes)
                : new PixelMaps(planes, joined(kernels), null);
          });
    }

    private Tensor[] tensors(PixelMaps seen, List<MapKind> kinds) {
      List<Tensor> tensors = new ArrayList<>();
      for (MapKind kind : kinds) {
        boolean votes = kind == MapKind.CLASSES && isIndexed(seen);
        tensors.add(votes ? votes(seen.plane(kind)) : seen.plane(kind));
      }
      if (seen.kernels() != null) {
        tensors.add(seen.kernels().basis());
        tensors.add(seen.kernels().weights());
      }
      return tensors.toArray(Tensor[]::new);
    }

    private static boolean isIndexed(PixelMaps seen) {
      return seen.planes().containsKey(MapKind.CLASSES) && !seen.hasScores();
    }

    /** A plane for every class, 1 where the index is its own and 0 elsewhere. */
    private Tensor votes(Tensor indices) {
      Tensor classes = arange(new Scalar(facts().classes()), indices.options());
      return indices.eq(classes.view(1, -1, 1, 1));
    }

    /** The mean kernel: every view has a basis of its own, turned as the view. */
    private static Kernels joined(List<Kernels> views) {
      TensorVector bases =
          new TensorVector(views.stream().map(Kernels::basis).toArray(Tensor[]::new));
      TensorVector weights =
          new TensorVector(views.stream().map(Kernels::weights).toArray(Tensor[]::new));
      Tensor shares = cat(weights, 1).div(new Scalar((double) views.size()));
      return views.get(0).with(cat(bases, 1), shares);
    }
  }

  /** The mean picture. */
  private record Restorations(Restorer inner) implements Restorer {
    @Override
    public Facts facts() {
      return inner.facts();
    }

    @Override
    public Footprint footprint(int scale) {
      return inner.footprint(scale);
    }

    @Override
    public Tensor restore(Tensor lowResolution, PixelMaps known, int scale) {
      PixelMaps planes = known.withoutFeatures();
      return mean(
          1,
          view ->
              new Tensor[] {inner.restore(view.of(lowResolution), planes.each(view::of), scale)},
          rest -> {})[0];
    }
  }

  /**
   * The means, in float32, of the first {@code count} tensors that are made of every view; {@code
   * others} gets those after them, of every view.
   */
  private static Tensor[] mean(
      int count, Function<View, Tensor[]> work, Consumer<Tensor[]> others) {
    return Scope.returningAll(
        () -> {
          Tensor[] sums = new Tensor[count];
          for (View view : VIEWS) {
            Tensor[] made = made(view, work);
            for (int i = 0; i < count; i++) {
              if (view.index() == 0) {
                sums[i] = made[i];
              } else {
                sums[i].add_(made[i]);
                Scope.free(made[i]);
              }
            }
            if (made.length > count) {
              others.accept(Arrays.copyOfRange(made, count, made.length));
            }
          }
          for (Tensor sum : sums) {
            sum.div_(new Scalar((double) VIEWS.size()));
          }
          return sums;
        });
  }

  /** What is made of one view, mirrored and turned back, in tensors of their own. */
  private static Tensor[] made(View view, Function<View, Tensor[]> work) {
    return Scope.returningAll(
        () -> {
          Tensor[] seen = work.apply(view);
          Tensor[] undone = new Tensor[seen.length];
          for (int i = 0; i < seen.length; i++) {
            undone[i] = view.undone(seen[i]).to(ScalarType.Float).clone();
          }
          return undone;
        });
  }
}
