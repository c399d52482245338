package dev.clearer.tensor;

import static org.bytedeco.pytorch.global.torch.ones;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class ScopeTest {
  @Test
  void freesWhatIsMadeInside() {
    Tensor[] inside = new Tensor[1];
    Scope.run(() -> inside[0] = ones(3));
    assertTrue(inside[0].isNull());
  }

  @Test
  void keepsTheResultAndFreesIntermediates() {
    Tensor[] inside = new Tensor[1];
    Tensor[] outer = new Tensor[1];
    Scope.run(
        () -> {
          outer[0] =
              Scope.returning(
                  () -> {
                    inside[0] = ones(3);
                    return inside[0].add(inside[0]);
                  });
          assertTrue(inside[0].isNull());
          assertEquals(2f, outer[0].data_ptr_float().get(1));
        });
    assertTrue(outer[0].isNull());
  }

  @Test
  void handsSeveralResultsOut() {
    Tensor[] results = Scope.returningAll(() -> new Tensor[] {ones(2), ones(4)});
    assertEquals(4, results[1].numel());
    results[0].close();
    results[1].close();
  }

  @Test
  void aKeptTensorOutlivesItsScope() {
    Tensor[] kept = new Tensor[1];
    Scope.run(() -> kept[0] = Scope.keep(ones(3)));
    assertFalse(kept[0].isNull());
    assertEquals(1f, kept[0].data_ptr_float().get(2));
    kept[0].close();
  }
}
