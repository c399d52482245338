package dev.clearer.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeersTest {
  private static final Map<String, String> TORCHRUN =
      Map.of(
          "RANK", "1",
          "WORLD_SIZE", "4",
          "MASTER_ADDR", "node0.example",
          "MASTER_PORT", "40000");

  private static Peers of(Map<String, String> environment) {
    return Peers.of(null, null, environment, Peers.Limits.DEFAULT, "test");
  }

  private static Peers listed(String addresses, int rank) {
    return Peers.of(addresses, rank, Map.of(), Peers.Limits.DEFAULT, "test");
  }

  @Test
  void aListGivesTheEndpointAndTheOwnAddress() {
    Peers workers = listed("10.0.0.1:29600,[fe80::1]:1,third", 1);
    assertEquals("rank 1 of 3", workers.toString());
    assertEquals("10.0.0.1:29600", workers.endpoint().toString());
    assertEquals("fe80::1", workers.endpoint().ownHost());
    assertEquals(29_500, listed("a,b", 0).endpoint().port());
  }

  @Test
  void readsTheEnvironmentOfTorchrun() {
    Peers workers = of(TORCHRUN);
    assertEquals("rank 1 of 4", workers.toString());
    assertEquals("node0.example:40000", workers.endpoint().toString());
    assertTrue(workers.endpoint().hosted());
    assertSame(Peers.ALONE, of(Map.of("RANK", "3")), "no WORLD_SIZE");
  }

  @Test
  void refusesInvalidInput() {
    refused("RANK must be a number", Map.of("RANK", "one"));
    refused("The rank must be 0 to 3 for 4 processes, not 4", Map.of("RANK", "4"));
    refused("MASTER_PORT must be from 1 to 65535", Map.of("MASTER_PORT", "70000"));
    refused("The rank must be 0 to 3 for 4 processes, not -1", Map.of("RANK", "-1"));
    InputException error =
        assertThrows(InputException.class, () -> of(Map.of("WORLD_SIZE", "2", "RANK", "0")));
    assertTrue(String.valueOf(error.getMessage()).contains("but MASTER_ADDR is not"));
  }

  private static void refused(String sentence, Map<String, String> changed) {
    Map<String, String> environment = new HashMap<>(TORCHRUN);
    environment.putAll(changed);
    InputException error = assertThrows(InputException.class, () -> of(environment));
    assertTrue(String.valueOf(error.getMessage()).contains(sentence), error::getMessage);
  }
}
