package dev.clearer.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;

/** Says in the user's words and with the key's path what Jackson found wrong. */
final class Complaint {
  private Complaint() {}

  static String about(JacksonException error) {
    if (error instanceof UnrecognizedPropertyException unknown) {
      return path(unknown) + " is no known key" + known(unknown.getKnownPropertyIds());
    }
    if (error instanceof ValueInstantiationException refused) {
      Throwable cause = Objects.requireNonNullElse(refused.getCause(), refused);
      String message = Objects.requireNonNullElse(cause.getMessage(), "is refused");
      return path(refused).isEmpty() ? message : path(refused) + ": " + message;
    }
    if (error instanceof InvalidTypeIdException kind) {
      return kind(kind);
    }
    if (error instanceof MismatchedInputException mismatch) {
      return mismatch(mismatch);
    }
    return broken(error);
  }

  private static String known(Collection<Object> keys) {
    return "; known here: " + keys.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String kind(InvalidTypeIdException error) {
    String message = error.getOriginalMessage();
    int known = message.indexOf("known type ids = [");
    String ids = known < 0 ? "" : message.substring(known + 18, message.indexOf(']', known));
    String given = error.getTypeId();
    return (path(error) + ": ")
        + (given == null ? "kind is missing" : "no kind is called " + given)
        + (ids.isEmpty() ? "" : "; known: " + ids);
  }

  private static String mismatch(MismatchedInputException error) {
    String message = error.getOriginalMessage();
    String path = path(error).isEmpty() ? "the whole" : path(error);
    if (message.startsWith("Missing required creator property")) {
      return path + " is missing";
    }
    if (message.startsWith("Null value for creator property")) {
      return path + " has no value";
    }
    String given = error instanceof InvalidFormatException wrong ? ", not " + wrong.getValue() : "";
    return path + " must be " + expected(error.getTargetType()) + given;
  }

  private static String expected(Class<?> type) {
    if (type == null) {
      return "something else";
    }
    if (type.isEnum()) {
      return "one of " + Arrays.toString(type.getEnumConstants());
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if (type == double.class || type == float.class || type == Double.class) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type == String.class ? "text" : "a group of keys";
  }

  /** Not even YAML, or a key twice. */
  private static String broken(JacksonException error) {
    String message = error.getOriginalMessage().lines().findFirst().orElse("broken");
    String line =
        error.getLocation() == null ? "" : " (line " + error.getLocation().getLineNr() + ")";
    if (message.startsWith("Duplicate field")) {
      return duplicate(error) + " is there twice" + line;
    }
    return "this is no YAML: " + message + line;
  }

  private static String duplicate(JacksonException error) {
    if (error.getProcessor() instanceof JsonParser parser) {
      String pointer = parser.getParsingContext().pathAsPointer().toString();
      return pointer.substring(1).replace('/', '.');
    }
    return "a key";
  }

  private static String path(JsonMappingException error) {
    return error.getPath().stream()
        .map(part -> part.getFieldName() == null ? "" + part.getIndex() : part.getFieldName())
        .collect(Collectors.joining("."));
  }
}
