package dev.clearer.train;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** How a restored picture is compared with the sharp one. */
public enum PictureLoss {
  /** Mean absolute difference. */
  L1 {
    @Override
    Tensor of(Tensor picture, Tensor sharp) {
      return Losses.l1(picture, sharp);
    }
  },
  /** Like L1, but smooth at zero. */
  CHARBONNIER {
    @Override
    Tensor of(Tensor picture, Tensor sharp) {
      return Losses.charbonnier(picture, sharp);
    }
  },
  /** L1, and half of the mean absolute difference of the Fourier transforms. */
  L1_AND_SPECTRUM {
    @Override
    Tensor of(Tensor picture, Tensor sharp) {
      return Losses.l1(picture, sharp)
          .add(Losses.spectrum(picture, sharp).mul(new Scalar(SPECTRUM_WEIGHT)));
    }
  },
  /** Mean squared difference, which PSNR measures, times 7.5 to be about as large as L1. */
  L2 {
    @Override
    Tensor of(Tensor picture, Tensor sharp) {
      return torch.mse_loss(picture, sharp).mul(new Scalar(L2_UNIT));
    }
  },
  /**
   * Minus PSNR, crop by crop, in units that make it move weights about as much: an error in a crop
   * that is restored well counts more than one in a crop that is not. Beyond 30 dB it hardly grows.
   */
  PSNR {
    @Override
    Tensor of(Tensor picture, Tensor sharp) {
      return Losses.psnr(picture, sharp).mul(new Scalar(PSNR_UNIT));
    }
  };

  /** At a root mean square error of 1 / 15 the two losses of pictures pull equally. */
  private static final double L2_UNIT = 7.5;

  private static final double SPECTRUM_WEIGHT = 0.5;

  /** At the same error, so do L2 and PSNR. */
  private static final double PSNR_UNIT = 0.04;

  abstract Tensor of(Tensor picture, Tensor sharp);
}
