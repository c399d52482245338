package dev.clearer.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.clearer.InputException;
import dev.clearer.InputFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Converts between YAML and records, strictly: every key must be present once, be known and have
 * the right type. If a record's constructor throws an {@link IllegalArgumentException}, the error
 * is reported with the path.
 */
public final class Configuration {
  static final ObjectMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .disable(YAMLGenerator.Feature.USE_NATIVE_TYPE_ID)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                  .build())
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .withCoercionConfig(LogicalType.Textual, Configuration::onlyText)
          .build();

  private static final int LARGEST_FILE = 16 << 20;

  private Configuration() {}

  private static void onlyText(MutableCoercionConfig coercion) {
    coercion
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }

  /**
   * Reads the record in {@code file} and applies {@code overrides} such as {@code
   * optimizer.rate=1e-4} or {@code steps.0.scale=2}. The values are YAML: {@code [1, 2]} is a list.
   *
   * @throws InputException in one sentence with file and path, if anything does not fit
   */
  public static <T> T read(Path file, Class<T> type, List<String> overrides) {
    return parse(text(file), file.toString(), type, overrides);
  }

  private static String text(Path file) {
    if (!Files.exists(file)) {
      throw new InputException(file + " does not exist. Name a YAML file.");
    }
    byte[] bytes = InputFile.bytes(file, "a YAML file", LARGEST_FILE);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InputException(file + " is not text in UTF-8. Name a YAML file.", e);
    }
  }

  /**
   * Reads the record from {@code yaml}; {@code source} names the text in errors.
   *
   * @throws InputException in one sentence with source and path, if anything does not fit
   */
  public static <T> T parse(String yaml, String source, Class<T> type, List<String> overrides) {
    JsonNode tree = tree(yaml, source);
    for (String override : overrides) {
      Setting.parse(override).apply(tree);
    }
    try {
      T record = YAML.treeToValue(tree, type);
      if (record == null) {
        throw new InputException(source + " is empty. It must describe an experiment.");
      }
      return record;
    } catch (JsonMappingException e) {
      throw new InputException(source + ": " + Complaint.about(e, tree) + ".", e);
    } catch (JsonProcessingException e) {
      throw new InputException(source + ": " + Complaint.noYaml(e) + ".", e);
    }
  }

  /**
   * Reads the record at {@code path} in {@code file}, or the whole file if it has no such key.
   *
   * @param path such as {@code data.degradation}
   * @throws InputException in one sentence with file and path, if anything does not fit
   */
  public static <T> T part(Path file, String path, Class<T> type) {
    String yaml = text(file);
    JsonNode tree = tree(yaml, file.toString());
    for (String key : path.split("\\.", -1)) {
      tree = tree.path(key);
    }
    return tree.isMissingNode()
        ? parse(yaml, file.toString(), type, List.of())
        : parse(write(tree), file + ": " + path, type, List.of());
  }

  private static JsonNode tree(String yaml, String source) {
    try {
      return YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new InputException(source + ": " + Complaint.noYaml(e) + ".", e);
    }
  }

  /** Writes the record as YAML; {@link #parse} reads an equal record from it. */
  public static String write(Object record) {
    try {
      return YAML.writeValueAsString(record);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no YAML for " + record.getClass(), e);
    }
  }
}
