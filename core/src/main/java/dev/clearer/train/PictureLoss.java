package dev.clearer.train;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The loss between the restored and the sharp picture. */
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
  /** L1 plus half of the mean absolute difference of the Fourier transforms. */
  L1_AND_SPECTRUM {
    @Override
    Tensor of(Tensor picture, Tensor sharp) {
      return Losses.l1(picture, sharp)
          .add(Losses.spectrum(picture, sharp).mul(new Scalar(SPECTRUM_WEIGHT)));
    }
  },
  /** Mean squared difference times 7.5, which is about as large as L1. */
  L2 {
    @Override
    Tensor of(Tensor picture, Tensor sharp) {
      return torch.mse_loss(picture, sharp).mul(new Scalar(L2_UNIT));
    }
  },
  /**
   * Negative PSNR of each crop, scaled so that gradients are about as large as those of L1. Errors
   * in well-restored crops count more; beyond 30 dB it hardly changes.
   */
  PSNR {
    @Override
    Tensor of(Tensor picture, Tensor sharp) {
      return Losses.psnr(picture, sharp).mul(new Scalar(PSNR_UNIT));
    }
  };

  /** at a root mean square error of 1 / 15, both losses have equal gradients */
  private static final double L2_UNIT = 7.5;

  private static final double SPECTRUM_WEIGHT = 0.5;

  /** at the same error, so have L2 and PSNR */
  private static final double PSNR_UNIT = 0.04;

  abstract Tensor of(Tensor picture, Tensor sharp);
}
