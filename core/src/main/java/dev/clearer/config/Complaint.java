package dev.clearer.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a Jackson error into a sentence in the user's terms, with the path of the key. */
final class Complaint {
  private Complaint() {}

  /** For a tree that does not fit the record. */
  static String about(JsonMappingException error, JsonNode tree) {
    String path = path(error.getPath());
    if (error instanceof UnrecognizedPropertyException unknown) {
      return unknown(path, unknown.getKnownPropertyIds());
    }
    if (error instanceof ValueInstantiationException refused) {
      Throwable cause = Objects.requireNonNullElse(refused.getCause(), refused);
      return (path.isEmpty() ? "" : path + ": ") + cause.getMessage();
    }
    if (error instanceof InvalidTypeIdException kind) {
      return kind(path, kind);
    }
    if (error.getOriginalMessage().contains("FAIL_ON_MISSING_CREATOR_PROPERTIES")) {
      return missing(error.getPath(), tree);
    }
    return mismatch(path.isEmpty() ? "the file" : path, error, at(error.getPath(), tree));
  }

  /** For text that is not YAML, or has a duplicate key. */
  static String noYaml(JsonProcessingException error) {
    String message = error.getOriginalMessage().lines().findFirst().orElse("broken");
    String line =
        error.getLocation() == null ? "" : " (line " + error.getLocation().getLineNr() + ")";
    if (message.startsWith("Duplicate field") && error.getProcessor() instanceof JsonParser yaml) {
      String pointer = yaml.getParsingContext().pathAsPointer().toString();
      return pointer.substring(1).replace('/', '.') + " is given twice" + line;
    }
    // The parser names its own classes where a key is no plain word.
    String reason = message.contains("<org.") ? "a key is not a plain word" : message;
    return "this is not YAML: " + reason + line;
  }

  private static String unknown(String path, Collection<?> known) {
    return path
        + " is not a known key; known here: "
        + known.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String kind(String path, InvalidTypeIdException error) {
    String message = error.getOriginalMessage();
    int known = message.indexOf("known type ids = [");
    String given = error.getTypeId();
    return (path.isEmpty() ? "" : path + ": ")
        + (given == null ? "kind is missing" : "there is no kind " + given)
        + (known < 0
            ? ""
            : "; known: " + message.substring(known + 18, message.indexOf(']', known)));
  }

  /** A required key that is missing because it was misspelt is reported as an unknown key. */
  private static String missing(List<Reference> references, JsonNode tree) {
    Reference last = references.get(references.size() - 1);
    List<Reference> parents = references.subList(0, references.size() - 1);
    JsonNode group = at(parents, tree);
    if (last.getFrom() instanceof Class<?> type && type.isRecord() && group != null) {
      List<String> known =
          Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
      for (var names = group.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (!known.contains(name) && !name.equals("kind")) {
          return unknown(parents.isEmpty() ? name : path(parents) + "." + name, known);
        }
      }
    }
    return path(references) + " is missing";
  }

  private static String mismatch(
      String path, JsonMappingException error, @Nullable JsonNode given) {
    if (given != null && (given.isNull() || given.asText("-").isEmpty())) {
      return path + " has no value";
    }
    Class<?> type = error instanceof MismatchedInputException wrong ? wrong.getTargetType() : null;
    String not = given == null || !given.isValueNode() ? "" : ", not " + given.asText();
    return path + " must be " + expected(type) + not;
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "something else";
    }
    if (type.isEnum()) {
      return "one of " + Arrays.toString(type.getEnumConstants());
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type) || type == Boolean.class) {
      return type == boolean.class || type == Boolean.class ? "true or false" : "a number";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type == String.class ? "text" : "a group of keys";
  }

  private static @Nullable JsonNode at(List<Reference> references, JsonNode tree) {
    JsonNode node = tree;
    for (Reference reference : references) {
      String name = reference.getFieldName();
      node = node == null ? null : name == null ? node.get(reference.getIndex()) : node.get(name);
    }
    return node;
  }

  private static String path(List<Reference> references) {
    return references.stream()
        .map(part -> part.getFieldName() == null ? "" + part.getIndex() : part.getFieldName())
        .collect(Collectors.joining("."));
  }
}
