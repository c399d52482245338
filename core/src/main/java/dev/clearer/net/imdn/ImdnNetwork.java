package dev.clearer.net.imdn;

import dev.clearer.InputException;
import dev.clearer.model.Facts;
import dev.clearer.model.Family;
import dev.clearer.model.Footprint;
import dev.clearer.model.MapSize;
import dev.clearer.model.Network;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Publication;
import dev.clearer.model.Reach;
import dev.clearer.model.Restorer;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** {@link Imdn} as the restorer of a model. It reads no maps. */
public final class ImdnNetwork implements Network, Restorer {
  /** IMDN. */
  public static final Family<Imdn.Config> FAMILY =
      Family.of("imdn", new Imdn.Config(4, 16), ImdnNetwork::new)
          .recognising(
              weights -> Imdn.Config.of(weights).isPresent(),
              weights ->
                  Imdn.Config.of(weights)
                      .orElseThrow(() -> new InputException("the layers are not IMDN's")))
          .published(
              new Publication(
                  2019,
                  "Hui, Gao, Yang and Wang: Lightweight Image Super-Resolution with Information"
                      + " Multi-distillation Network. ACM Multimedia 2019",
                  List.of(2, 3, 4),
                  715_176,
                  13.6));

  /** Minimum overlap of tiles in low-resolution pixels. The attention sees the whole tile. */
  private static final int OVERLAP = 32;

  /** Bytes per input pixel and channel, counted in the code: ten planes of float32. */
  private static final int BYTES_PER_CHANNEL = 60;

  private final Imdn network;

  /** A network with random weights. Call it outside any scope. */
  public ImdnNetwork(Imdn.Config config) {
    network = new Imdn(config);
  }

  @Override
  public Module module() {
    return network;
  }

  @Override
  public Facts facts() {
    return new Facts("imdn", Set.of(network.config().scale()), Set.of(), 0);
  }

  @Override
  public Footprint footprint(int scale) {
    int bytes = BYTES_PER_CHANNEL * network.config().channels() + 24 * scale * scale;
    return new Footprint(1, new Reach.Pixels(OVERLAP, 1), bytes, MapSize.INPUT);
  }

  @Override
  public Tensor restore(Tensor lowResolution, PixelMaps known, int scale) {
    return network.forward(lowResolution);
  }
}
