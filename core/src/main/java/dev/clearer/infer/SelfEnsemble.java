package dev.clearer.infer;

import static org.bytedeco.pytorch.global.torch.arange;

import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The geometric self-ensemble (Lim et al., "Enhanced Deep Residual Networks for Single Image
 * Super-Resolution", 2017): a network sees every tile in its eight mirrored and turned views, and
 * what it makes of them, mirrored and turned back, is averaged. First the maps are; every view is
 * then restored with the mean maps. Eight times the work, in the memory of one view and the sums.
 */
record SelfEnsemble(Network network) implements Network {
  private static final List<View> VIEWS = IntStream.range(0, 8).mapToObj(View::new).toList();

  /** A mirroring or turn of pictures (N, C, H, W): {@code index} from 0 to 7, 0 leaves them. */
  record View(int index) {
    Tensor of(Tensor picture) {
      return Tensors.channelsLast(mirrored(swaps() ? picture.transpose(2, 3) : picture));
    }

    Tensor undone(Tensor seen) {
      Tensor upright = mirrored(seen);
      return swaps() ? upright.transpose(2, 3) : upright;
    }

    private boolean swaps() {
      return (index & 4) != 0;
    }

    private Tensor mirrored(Tensor picture) {
      return switch (index & 3) {
        case 1 -> picture.flip(3);
        case 2 -> picture.flip(2);
        case 3 -> picture.flip(2, 3);
        default -> picture;
      };
    }
  }

  @Override
  public Shape shape() {
    return network.shape();
  }

  private Maps.Form maps() {
    return shape().maps();
  }

  /** The mean sigma; the mean scores of the classes, or the class that most views see. */
  @Override
  public Tensor[] estimate(Tensor lowResolution) {
    return Scope.returningAll(
        () -> {
          Tensor[] means = mean(view -> estimate(view, lowResolution));
          return new Tensor[] {means[0], maps().indexed() ? Ops.argmaxChannel(means[1]) : means[1]};
        });
  }

  private Tensor[] estimate(View view, Tensor lowResolution) {
    Tensor[] maps = network.estimate(view.of(lowResolution));
    return new Tensor[] {maps[0], maps().indexed() ? votes(maps[1]) : maps[1]};
  }

  /** A plane for every class, 1 where the index is its own and 0 elsewhere. */
  private Tensor votes(Tensor indices) {
    Tensor classes = arange(new Scalar(maps().classes()), indices.options());
    return indices.eq(classes.view(1, -1, 1, 1));
  }

  @Override
  public Tensor restore(Tensor lowResolution, Tensor sigma, Tensor classes) {
    return mean(
        view ->
            new Tensor[] {
              network.restore(view.of(lowResolution), view.of(sigma), view.of(classes))
            })[0];
  }

  /** The means, in float32, of what is made of every view. */
  private static Tensor[] mean(Function<View, Tensor[]> work) {
    return Scope.returningAll(
        () -> {
          Tensor[] sums = made(VIEWS.get(0), work);
          for (View view : VIEWS.subList(1, VIEWS.size())) {
            Scope.run(
                () -> {
                  Tensor[] more = made(view, work);
                  for (int i = 0; i < sums.length; i++) {
                    sums[i].add_(more[i]);
                  }
                });
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
