package dev.clearer.net.example;

import dev.clearer.InputException;
import dev.clearer.image.MapKind;
import dev.clearer.model.Facts;
import dev.clearer.model.Family;
import dev.clearer.model.Footprint;
import dev.clearer.model.MapSize;
import dev.clearer.model.Network;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Reach;
import dev.clearer.model.Restorer;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.util.Set;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The smallest network that the recipe in CONTRIBUTING.md makes: a restorer of one convolution of
 * the picture and its blur. Nothing outside this package knows it but one line of a list.
 */
public final class ExampleNetwork extends Module implements Network, Restorer {
  /** What the list of all families would name. */
  public static final Family<Config> FAMILY =
      Family.of("example", new Config(2), ExampleNetwork::new)
          .recognising(
              weights -> weights.has("only_layer."),
              weights -> {
                long outputs = weights.shape("only_layer.weight").get(0);
                return new Config((int) Math.round(Math.sqrt(outputs / 3.0)));
              });

  private final Config config;
  private final Conv2dImpl layer;

  /**
   * Its sizes.
   *
   * @param scale enlargement, 1 to 4
   */
  public record Config(int scale) {
    /** Checks the range. */
    public Config {
      if (scale < 1 || scale > 4) {
        throw new InputException("The example enlarges 1 to 4 times, not %d.".formatted(scale));
      }
    }
  }

  /** A network with random weights. */
  public ExampleNetwork(Config config) {
    this.config = config;
    layer = register_module("only_layer", Layers.conv(4, 3 * config.scale * config.scale, 3));
  }

  @Override
  public Module module() {
    return this;
  }

  @Override
  public Facts facts() {
    return new Facts("example", Set.of(config.scale), Set.of(MapKind.BLUR), 0);
  }

  @Override
  public Footprint footprint(int scale) {
    return new Footprint(1, new Reach.Pixels(1, 1), 200, MapSize.INPUT);
  }

  @Override
  public Tensor restore(Tensor lowResolution, PixelMaps known, int scale) {
    return Scope.returning(
        () -> {
          long height = Ops.height(lowResolution);
          Tensor blur = known.quantity(MapKind.BLUR, height, Ops.width(lowResolution));
          Tensor subpixels = layer.forward(Ops.concat(lowResolution, blur));
          return torch.pixel_shuffle(subpixels, scale);
        });
  }
}
