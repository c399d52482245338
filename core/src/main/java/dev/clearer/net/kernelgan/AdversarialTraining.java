package dev.clearer.net.kernelgan;

import dev.clearer.image.BlurKernel;
import dev.clearer.net.kernelgan.KernelConstraints.Lambdas;
import dev.clearer.tensor.Adam;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.Objects;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Generator and discriminator against each other, one iteration at a time: first the generator
 * steps, then the discriminator, which sees what the moved generator makes. The discriminator is in
 * training throughout, also where it judges for the generator, so that its norms and singular
 * vectors move three times an iteration.
 */
final class AdversarialTraining {
  private static final double BETA1 = 0.5;
  private static final double BETA2 = 0.999;

  private final Generator generator;
  private final Discriminator discriminator;
  private final Adam generatorAdam;
  private final Adam discriminatorAdam;
  private @Nullable BlurKernel kernel;
  private int steps;

  /** Build it outside any scope. */
  AdversarialTraining(Generator generator, Discriminator discriminator) {
    this.generator = generator;
    this.discriminator = discriminator;
    discriminator.train(true);
    generatorAdam = Adam.of(generator, BETA1, BETA2);
    discriminatorAdam = Adam.of(discriminator, BETA1, BETA2);
  }

  /**
   * What an iteration reads.
   *
   * @param forGenerator (1, 3, 64, 64) in [-1, 1]
   * @param forDiscriminator (1, 3, 26, 26) in [-1, 1]
   * @param noise that is added to the generator's crop before the discriminator sees it
   */
  record Crops(Tensor forGenerator, Tensor forDiscriminator, Tensor noise) {}

  /**
   * Losses of an iteration.
   *
   * @param deceit mean distance of the discriminator's verdict on the generator's crop from 1
   * @param bicubic unweighted
   * @param constraints weighted and summed
   * @param fake mean distance of the verdict on the generator's crop from 0
   * @param real mean distance of the verdict on the picture's crop from 1
   */
  record Losses(double deceit, double bicubic, double constraints, double fake, double real) {}

  /** The kernel from the last generator step, before its weights moved. */
  BlurKernel kernel() {
    return Objects.requireNonNull(kernel, "before the first iteration");
  }

  /** Both steps. */
  Losses iterate(Crops crops, Lambdas lambdas, double rate) {
    double[] losses = new double[5];
    steps++;
    Scope.run(() -> generatorStep(crops.forGenerator, lambdas, rate, losses));
    Scope.run(() -> discriminatorStep(crops, rate, losses));
    return new Losses(losses[0], losses[1], losses[2], losses[3], losses[4]);
  }

  private void generatorStep(Tensor crop, Lambdas lambdas, double rate, double[] losses) {
    discriminator.requireGradients(false);
    Tensor composed = generator.kernel();
    Tensor shrunk = Generator.shrunk(crop, composed);
    Tensor deceit = distance(discriminator.forward(shrunk), 1);
    KernelConstraints constraints = KernelConstraints.of(composed, shrunk, crop);
    Tensor weighted = constraints.total(lambdas);
    kernel = BlurKernel.of(Generator.KERNEL, Tensors.doubles(composed));
    losses[0] = deceit.item_double();
    losses[1] = constraints.bicubic().item_double();
    losses[2] = weighted.item_double();
    generatorAdam.descend(deceit.add(weighted), steps, rate);
  }

  private void discriminatorStep(Crops crops, double rate, double[] losses) {
    discriminator.requireGradients(true);
    Tensor shrunk = withoutGradients(crops.forGenerator).add(crops.noise);
    // In this order, since every pass moves the singular vectors.
    Tensor real = distance(discriminator.forward(crops.forDiscriminator), 1);
    Tensor fake = distance(discriminator.forward(shrunk), 0);
    losses[3] = fake.item_double();
    losses[4] = real.item_double();
    discriminatorAdam.descend(fake.add(real).mul(new Scalar(0.5)), steps, rate);
  }

  private Tensor withoutGradients(Tensor crop) {
    return Scope.returning(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            return Generator.shrunk(crop, generator.kernel());
          }
        });
  }

  private static Tensor distance(Tensor verdicts, double wanted) {
    return verdicts.sub(new Scalar(wanted)).abs().mean();
  }
}
