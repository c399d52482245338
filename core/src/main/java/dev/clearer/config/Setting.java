package dev.clearer.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clearer.InputException;
import java.util.List;

/** One {@code --set path=value}: keys and list indices joined by dots, and a value in YAML. */
record Setting(String text, List<String> path, JsonNode value) {
  static Setting parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new InputException("--set " + text + " must look like key=value or outer.key=value.");
    }
    List<String> path = List.of(text.substring(0, equals).strip().split("\\.", -1));
    try {
      return new Setting(text, path, Configuration.YAML.readTree(text.substring(equals + 1)));
    } catch (JacksonException e) {
      throw new InputException("--set " + text + " has a value that is not YAML.", e);
    }
  }

  /** Applies the change to the tree. Unknown keys are detected when the record is created. */
  void apply(JsonNode tree) {
    JsonNode node = tree;
    for (String key : path.subList(0, path.size() - 1)) {
      JsonNode next = node instanceof ArrayNode list ? list.get(place(list, key)) : node.get(key);
      if (next == null) {
        throw nothingAt(key);
      }
      node = next;
    }
    set(node, path.get(path.size() - 1));
  }

  private void set(JsonNode node, String key) {
    if (node instanceof ObjectNode object) {
      object.set(key, value);
    } else if (node instanceof ArrayNode list) {
      list.set(place(list, key), value);
    } else {
      throw nothingAt(key);
    }
  }

  private int place(ArrayNode list, String key) {
    if (!key.matches("\\d{1,6}") || Integer.parseInt(key) >= list.size()) {
      throw new InputException(
          "--set "
              + text
              + ": "
              + key
              + " is not an index of a list of "
              + list.size()
              + " (from 0).");
    }
    return Integer.parseInt(key);
  }

  private InputException nothingAt(String key) {
    return new InputException(
        "--set " + text + ": there is no " + key + " to change in the configuration.");
  }
}
