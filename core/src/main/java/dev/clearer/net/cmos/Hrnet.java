package dev.clearer.net.cmos;

import dev.clearer.net.block.ConvNorm;
import dev.clearer.net.block.ModuleList;
import dev.clearer.net.block.Sizes;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * The backbone HRNet-W18-small-v2, with both stem convolutions at stride 1. It has four parallel
 * branches, each at half the size of the one before, which exchange their features after every
 * module.
 */
public final class Hrnet extends Module {
  /** Momentum of the backbone's batch norms. */
  static final double MOMENTUM = 0.01;

  /**
   * Sizes of the backbone.
   *
   * @param stem channels of the stem and of the inner convolutions of layer 1
   * @param widths channels of the four branches
   * @param modules number of exchanges in stages 2, 3 and 4
   * @param blocks basic blocks of a branch between two exchanges, and bottlenecks of layer 1
   */
  public record Config(int stem, List<Integer> widths, List<Integer> modules, int blocks) {
    /** The reference's sizes: W18-small-v2. */
    public static final Config REFERENCE =
        new Config(64, List.of(18, 36, 72, 144), List.of(1, 3, 2), 2);

    /**
     * Checks the ranges.
     *
     * @throws dev.clearer.InputException if a number is out of range
     */
    public Config {
      widths = List.copyOf(widths);
      modules = List.copyOf(modules);
      Sizes.requirePositive("backbone.stem", stem);
      Sizes.requirePositive("backbone.blocks", blocks);
      Sizes.requireCount("backbone.widths", widths, BRANCHES);
      Sizes.requireCount("backbone.modules", modules, BRANCHES - 1);
    }
  }

  /** Number of branches and of output features. */
  static final int BRANCHES = 4;

  private final Conv2dImpl conv1;
  private final BatchNorm2dImpl norm1;
  private final Conv2dImpl conv2;
  private final BatchNorm2dImpl norm2;
  private final ModuleList<Bottleneck> layer1;
  private final List<ModuleList<?>> transitions;
  private final List<ModuleList<HrnetModule>> stages;

  /** Creates a backbone with random weights. Call it outside any scope. */
  public Hrnet(Config config) {
    int stem = config.stem;
    conv1 = register_module("conv1", Layers.conv(3, stem, 3, 1, false));
    norm1 = register_module("bn1", Layers.norm(stem, MOMENTUM));
    conv2 = register_module("conv2", Layers.conv(stem, stem, 3, 1, false));
    norm2 = register_module("bn2", Layers.norm(stem, MOMENTUM));
    int wide = Bottleneck.EXPANSION * stem;
    layer1 =
        register_module(
            "layer1",
            ModuleList.list(config.blocks, i -> new Bottleneck(i == 0 ? stem : wide, stem)));
    transitions =
        List.of(
            register_module("transition1", firstTransition(wide, config.widths)),
            register_module("transition2", newBranch(config.widths, 2)),
            register_module("transition3", newBranch(config.widths, 3)));
    stages =
        List.of(
            register_module("stage2", stage(config, 2)),
            register_module("stage3", stage(config, 3)),
            register_module("stage4", stage(config, 4)));
  }

  /**
   * Maps (N, 3, H, W), normalised as for ImageNet, to the four features (N, width, H / 2^i, W /
   * 2^i), sizes rounded up.
   */
  public Tensor[] forward(Tensor x) {
    return Scope.returningAll(
        () -> {
          Tensor wide = stem(x);
          ConvNorm first = (ConvNorm) transitions.get(0).get(0);
          Tensor[] branches = {first.forward(wide), grow(0, 1, wide)};
          branches = exchange(0, branches);
          for (int stage = 1; stage < stages.size(); stage++) {
            Tensor coarsest = branches[branches.length - 1];
            branches = Arrays.copyOf(branches, branches.length + 1);
            branches[branches.length - 1] = grow(stage, stage + 1, coarsest);
            branches = exchange(stage, branches);
          }
          return branches;
        });
  }

  private Tensor stem(Tensor x) {
    return Scope.returning(
        () -> {
          Tensor feature = Ops.reluInPlace(norm1.forward(conv1.forward(x)));
          feature = Ops.reluInPlace(norm2.forward(conv2.forward(feature)));
          for (Bottleneck block : layer1.all()) {
            feature = block.forward(feature);
          }
          return feature;
        });
  }

  /** The new, coarser branch of a stage. */
  private Tensor grow(int transition, int branch, Tensor coarsest) {
    ModuleList<?> steps = (ModuleList<?>) transitions.get(transition).get(branch);
    return ((ConvNorm) steps.get(0)).forward(coarsest);
  }

  private Tensor[] exchange(int stage, Tensor[] branches) {
    Tensor[] current = branches;
    for (HrnetModule module : stages.get(stage).all()) {
      current = module.forward(current);
    }
    return current;
  }

  private static ModuleList<Module> firstTransition(int wide, List<Integer> widths) {
    Map<String, Module> parts = new LinkedHashMap<>();
    parts.put("0", ConvNorm.numbered(wide, widths.get(0), 3, 1, Hrnet.MOMENTUM, true));
    parts.put(
        "1",
        ModuleList.list(
            1, i -> ConvNorm.numbered(wide, widths.get(1), 3, 2, Hrnet.MOMENTUM, true)));
    return new ModuleList<>(parts);
  }

  private static ModuleList<Module> newBranch(List<Integer> widths, int branch) {
    return new ModuleList<>(
        Map.of(
            String.valueOf(branch),
            ModuleList.list(
                1,
                i ->
                    ConvNorm.numbered(
                        widths.get(branch - 1), widths.get(branch), 3, 2, Hrnet.MOMENTUM, true))));
  }

  private static ModuleList<HrnetModule> stage(Config config, int branches) {
    return ModuleList.list(
        config.modules.get(branches - 2),
        i -> new HrnetModule(config.widths.subList(0, branches), config.blocks));
  }
}
