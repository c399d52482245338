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
  void aListNamesTheMeetingAndOnesOwnAddress() {
    Peers workers = listed("10.0.0.1:29600,[fe80::1]:1,third", 1);
    assertEquals("rank 1 of 3", workers.toString());
    assertEquals("10.0.0.1:29600", workers.meeting().toString());
    assertEquals("fe80::1", workers.meeting().ownHost());
    assertEquals(29_500, listed("a,b", 0).meeting().port());
  }

  @Test
  void theEnvironmentIsThatOfTorchrun() {
    Peers workers = of(TORCHRUN);
    assertEquals("rank 1 of 4", workers.toString());
    assertEquals("node0.example:40000", workers.meeting().toString());
    assertTrue(workers.meeting().opened());
    assertSame(Peers.ALONE, of(Map.of("RANK", "3")), "no WORLD_SIZE");
  }

  @Test
  void whatIsWrongIsTold() {
    refused("RANK must be a number", Map.of("RANK", "one"));
    refused("4 is no rank among 4 processes", Map.of("RANK", "4"));
    refused("MASTER_PORT must be from 1 to 65535", Map.of("MASTER_PORT", "70000"));
    refused("-1 is no rank", Map.of("RANK", "-1"));
    InputException error =
        assertThrows(InputException.class, () -> of(Map.of("WORLD_SIZE", "2", "RANK", "0")));
    assertTrue(String.valueOf(error.getMessage()).contains("but not MASTER_ADDR"));
  }

  private static void refused(String sentence, Map<String, String> changed) {
    Map<String, String> environment = new HashMap<>(TORCHRUN);
    environment.putAll(changed);
    InputException error = assertThrows(InputException.class, () -> of(environment));
    assertTrue(String.valueOf(error.getMessage()).contains(sentence), error::getMessage);
  }
}
