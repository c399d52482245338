package dev.clearer.net.realesr;

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

/** {@link RealEsr} as the restorer of a model. It reads no maps. */
public final class RealEsrNetwork implements Network, Restorer {
  /** The compact network of Real-ESRGAN. */
  public static final Family<RealEsr.Config> FAMILY =
      Family.of("realesr", new RealEsr.Config(4, 3, 8), RealEsrNetwork::new)
          .renaming(RealEsr::named)
          .recognising(
              weights -> RealEsr.Config.of(weights).isPresent(),
              weights ->
                  RealEsr.Config.of(weights)
                      .orElseThrow(() -> new InputException("the layers are not RealESR's")))
          .published(
              new Publication(
                  2021,
                  "Wang, Xie, Dong and Shan: Real-ESRGAN: Training Real-World Blind"
                      + " Super-Resolution with Pure Synthetic Data. ICCV Workshops 2021",
                  List.of(4),
                  1_213_296,
                  23.3));

  /** Bytes per input pixel and channel, counted in the code: three planes of float32. */
  private static final int BYTES_PER_CHANNEL = 16;

  private final RealEsr network;

  /** A network with random weights. Call it outside any scope. */
  public RealEsrNetwork(RealEsr.Config config) {
    network = new RealEsr(config);
  }

  @Override
  public Module module() {
    return network;
  }

  @Override
  public Facts facts() {
    return new Facts("realesr", Set.of(network.config().scale()), Set.of(), 0);
  }

  @Override
  public Footprint footprint(int scale) {
    int bytes = BYTES_PER_CHANNEL * network.config().channels() + 48 * scale * scale;
    return new Footprint(1, new Reach.Pixels(network.reach(), 1), bytes, MapSize.INPUT);
  }

  @Override
  public Tensor restore(Tensor lowResolution, PixelMaps known, int scale) {
    return network.forward(lowResolution);
  }
}
