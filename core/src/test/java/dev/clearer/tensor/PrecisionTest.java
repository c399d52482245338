package dev.clearer.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class PrecisionTest {
  @Test
  void takesBfloat16OnlyWhereTheProcessorHasIt() {
    assertEquals(
        Precision.BF16, Precision.ofProcessorFlags("flags : avx512f avx512_bf16 amx_tile"));
    assertEquals(Precision.BF16, Precision.ofProcessorFlags("flags : avx512f amx_bf16"));
    assertEquals(Precision.F32, Precision.ofProcessorFlags("flags : avx2 avx512f avx512_vnni"));
    assertEquals(Precision.F32, Precision.AUTO.resolved(Device.CUDA));
    assertEquals(Precision.BF16, Precision.BF16.resolved(Device.CPU));
    assertNotEquals(Precision.AUTO, Precision.AUTO.resolved(Device.CPU));
  }

  @Test
  void isOverWhenTheWorkIs() {
    boolean[] during = new boolean[2];
    Precision.BF16.run(() -> during[0] = torch.is_autocast_enabled(DeviceType.CPU));
    Precision.BF16.run(Device.CUDA, () -> during[1] = torch.is_autocast_enabled(DeviceType.CUDA));
    assertTrue(during[0] && during[1]);
    assertFalse(torch.is_autocast_enabled(DeviceType.CPU));
    assertFalse(torch.is_autocast_enabled(DeviceType.CUDA));
  }

  @Test
  void refusesAProcessorThatIsNotThere() {
    Assumptions.assumeFalse(torch.cuda_is_available());
    assertEquals(Device.CPU, Device.AUTO.resolved());
    assertThrows(InputException.class, Device.CUDA::resolved);
  }
}
