package dev.clearer.tensor;

import dev.clearer.InputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Element type of a stored tensor. The constants have the names of the safetensors format. */
public enum DataType {
  /** 64-bit floating point. */
  F64(8, "Double"),
  /** 32-bit floating point. */
  F32(4, "Float"),
  /** IEEE half precision, up to 65504. */
  F16(2, "Half"),
  /** The upper half of a 32-bit float. */
  BF16(2, "BFloat16"),
  /** 64-bit integer. */
  I64(8, "Long"),
  /** 32-bit integer. */
  I32(4, "Int"),
  /** 16-bit integer. */
  I16(2, "Short"),
  /** 8-bit integer. */
  I8(1, "Char"),
  /** 8-bit unsigned integer. */
  U8(1, "Byte"),
  /** One byte, 0 or 1. */
  BOOL(1, "Bool");

  private final int bytes;
  private final String torchName;

  DataType(int bytes, String torchName) {
    this.bytes = bytes;
    this.torchName = torchName;
  }

  /**
   * The type with the name {@code name}, such as {@code f16}, in any case.
   *
   * @throws InputException if there is no such type
   */
  public static DataType named(String name) {
    return Arrays.stream(values())
        .filter(type -> type.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "There is no data type \"%s\". Choose one of %s."
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(DataType::label)
                                .collect(Collectors.joining(", ")))));
  }

  static DataType of(ScalarType torchType) {
    // Native calls return an unnamed copy of the enum constant.
    String name = torchType.intern().name();
    return Arrays.stream(values())
        .filter(type -> type.torchName.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stored form of " + name));
  }

  /** The name as users write it, such as {@code f16}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether this is a floating-point type. */
  public boolean isFloating() {
    return this == F64 || this == F32 || this == F16 || this == BF16;
  }

  /** Size of an element in bytes. */
  int bytes() {
    return bytes;
  }

  /** PyTorch's storage class for this type, without its module. */
  String storageClass() {
    return torchName + "Storage";
  }

  ScalarType torchType() {
    return ScalarType.valueOf(torchName);
  }
}
