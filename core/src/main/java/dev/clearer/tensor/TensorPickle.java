package dev.clearer.tensor;

import dev.clearer.InputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pickle of a PyTorch checkpoint. A pickle is a program. Only its instructions that build
 * plain values are executed, and only the globals that describe tensors are known; they create
 * {@link View}s. No class is looked up and nothing else is called.
 */
final class TensorPickle extends Unpickler {
  private static final int LONGEST_NAME = 80;

  /** The raw numbers behind one or more tensors. */
  record Storage(DataType type, String key, long elements) {}

  /** A tensor as a strided view of a storage. Strides and offset count elements. */
  record View(Storage storage, long offset, List<Long> shape, List<Long> strides) {
    long elements() {
      return StoredTensor.elements(shape);
    }

    /** Whether every element lies within the first {@code available} elements of the storage. */
    boolean fits(long available) {
      try {
        long last = offset;
        for (int d = 0; d < shape.size(); d++) {
          last = Math.addExact(last, Math.multiplyExact(shape.get(d) - 1, strides.get(d)));
        }
        return elements() == 0 || (elements() <= available && last < available);
      } catch (ArithmeticException e) {
        return false;
      }
    }

    /** The elements in row-major order, copied only if they are not already contiguous. */
    ByteBuffer gather(ByteBuffer stored, int itemBytes) {
      int length = Math.toIntExact(elements() * itemBytes);
      if (isContiguous()) {
        return length == 0
            ? ByteBuffer.allocate(0)
            : stored.slice(Math.toIntExact(offset * itemBytes), length);
      }
      ByteBuffer gathered = ByteBuffer.allocate(length);
      copy(0, offset, stored, itemBytes, gathered);
      return gathered.flip();
    }

    private boolean isContiguous() {
      long expected = 1;
      for (int d = shape.size() - 1; d >= 0; d--) {
        if (shape.get(d) != 1 && strides.get(d) != expected) {
          return elements() == 0;
        }
        expected *= shape.get(d);
      }
      return true;
    }

    private void copy(int dimension, long at, ByteBuffer from, int itemBytes, ByteBuffer to) {
      if (dimension == shape.size()) {
        to.put(from.slice((int) at * itemBytes, itemBytes));
        return;
      }
      for (long i = 0; i < shape.get(dimension); i++) {
        copy(dimension + 1, at + i * strides.get(dimension), from, itemBytes, to);
      }
    }
  }

  /** More dimensions than libtorch supports. */
  private static final int MAX_DIMENSIONS = 64;

  /** Instructions that run unchanged: constants, tuples, lists, the memo, the two calls. */
  private static final Set<Short> PLAIN =
      Set.of(
          Opcodes.PROTO,
          Opcodes.FRAME,
          Opcodes.STOP,
          Opcodes.MARK,
          Opcodes.NONE,
          Opcodes.NEWTRUE,
          Opcodes.NEWFALSE,
          Opcodes.BININT,
          Opcodes.BININT1,
          Opcodes.BININT2,
          Opcodes.LONG1,
          Opcodes.BINFLOAT,
          Opcodes.BINUNICODE,
          Opcodes.SHORT_BINUNICODE,
          Opcodes.SHORT_BINSTRING, // names in files that Python 2 wrote
          Opcodes.EMPTY_TUPLE,
          Opcodes.TUPLE,
          Opcodes.TUPLE1,
          Opcodes.TUPLE2,
          Opcodes.TUPLE3,
          Opcodes.EMPTY_LIST,
          Opcodes.APPEND,
          Opcodes.APPENDS,
          Opcodes.BINGET,
          Opcodes.LONG_BINGET,
          Opcodes.BINPUT,
          Opcodes.LONG_BINPUT,
          Opcodes.MEMOIZE,
          Opcodes.REDUCE,
          Opcodes.BINPERSID);

  private final String name;

  private final Map<String, Storage> storages = new HashMap<>();

  TensorPickle(String name) {
    this.name = name;
  }

  /**
   * The value that {@code pickle} describes: maps, lists, text, numbers and {@link View}s.
   *
   * @throws InputException if the pickle is damaged or contains anything else
   */
  static @Nullable Object load(byte[] pickle, String name) {
    return load(new ByteArrayInputStream(pickle), name);
  }

  /** The same of a pickle in a stream, which is read up to the pickle's end. */
  static @Nullable Object load(InputStream stream, String name) {
    return new TensorPickle(name).loadNext(stream);
  }

  /**
   * The value of the pickle that comes next in {@code stream}, which must support marks.
   *
   * @throws InputException if the pickle is damaged or contains anything but plain values
   */
  @Nullable Object loadNext(InputStream stream) {
    try {
      return load(stream);
    } catch (InputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // On broken input the library throws various exceptions from casts and its stack.
      throw Safetensors.damaged(name, "its pickle is invalid");
    }
  }

  /** All storages that the pickle mentioned, by their keys. */
  Map<String, Storage> storages() {
    return storages;
  }

  @Override
  protected Object dispatch(short instruction) throws IOException {
    switch (instruction) {
      case Opcodes.GLOBAL ->
          stack.add(global(PickleUtils.readline(input), PickleUtils.readline(input)));
      case Opcodes.STACK_GLOBAL -> stackGlobal();
      case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
      case Opcodes.SETITEM -> setItem();
      case Opcodes.SETITEMS -> setItems(stack.pop_all_since_marker());
      // Attributes, such as the metadata of an OrderedDict, are not needed.
      case Opcodes.BUILD -> stack.pop();
      default -> {
        return plain(instruction);
      }
    }
    return NO_RETURN_VALUE;
  }

  private Object plain(short instruction) throws IOException {
    if (!PLAIN.contains(instruction)) {
      throw new InputException(
          "%s uses the pickle instruction %d, which no checkpoint needs. Do not trust it."
              .formatted(name, instruction));
    }
    if (instruction == Opcodes.BINUNICODE) {
      requireAvailable();
    }
    return super.dispatch(instruction);
  }

  /** The library allocates as many bytes as a text claims to have before it reads them. */
  private void requireAvailable() throws IOException {
    input.mark(Integer.BYTES);
    int length =
        ByteBuffer.wrap(input.readNBytes(Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (length < 0 || length > input.available()) {
      throw new PickleException("a text is longer than the file");
    }
    input.reset();
  }

  private void stackGlobal() {
    String global = (String) stack.pop();
    stack.add(global((String) stack.pop(), global));
  }

  private void setItem() {
    Object value = stack.pop();
    setItems(Arrays.asList(stack.pop(), value));
  }

  private void setItems(List<?> keysAndValues) {
    @SuppressWarnings("unchecked")
    Map<Object, Object> map = (Map<Object, Object>) stack.peek();
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      Object key = keysAndValues.get(i);
      if (!(key instanceof String || key instanceof Number)) {
        throw new PickleException("a key is neither text nor a number");
      }
      map.put(key, keysAndValues.get(i + 1));
    }
  }

  private Object global(String module, String global) {
    String qualified = module + "." + global;
    return switch (qualified) {
      case "collections.OrderedDict" -> (IObjectConstructor) arguments -> new LinkedHashMap<>();
      case "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor" ->
          (IObjectConstructor) TensorPickle::view;
      case "torch._utils._rebuild_parameter" -> (IObjectConstructor) arguments -> arguments[0];
      default ->
          Arrays.stream(DataType.values())
              .filter(type -> qualified.equals("torch." + type.storageClass()))
              .findFirst()
              .orElseThrow(() -> refused(qualified));
    };
  }

  private InputException refused(String global) {
    return new InputException(
        ("%s asks to run \"%s\", but only plain tensors are read. Save only the"
                + " network's state_dict, or do not trust the file.")
            .formatted(name, shown(global)));
  }

  /** A name from a file as it may stand in a sentence: in a damaged file it may be anything. */
  private static String shown(String global) {
    String plain = global.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME) + "...";
  }

  /**
   * The tuple that names a storage: ("storage", type, key, device, number of elements), in old
   * files also the part of it that is meant, or null for the whole.
   */
  @Override
  protected Object persistentLoad(Object id) {
    Object[] parts = (Object[]) id;
    if (!"storage".equals(parts[0])) {
      throw new PickleException("an unknown persistent object");
    }
    if (parts.length > 5 && parts[5] != null) {
      throw new InputException(
          "%s holds parts of storages, which are not read. Save it with a newer PyTorch."
              .formatted(name));
    }
    Storage storage = new Storage((DataType) parts[1], (String) parts[2], count(parts[4]));
    Storage other = storages.putIfAbsent(storage.key(), storage);
    if (other != null && !other.equals(storage)) {
      throw new PickleException("two storages have one key");
    }
    return storage;
  }

  /** (storage, offset, sizes, strides, ...). */
  private static View view(Object[] arguments) {
    List<Long> shape = counts(arguments[2]);
    List<Long> strides = counts(arguments[3]);
    if (shape.size() != strides.size() || shape.size() > MAX_DIMENSIONS) {
      throw new PickleException("sizes and strides differ");
    }
    return new View((Storage) arguments[0], count(arguments[1]), shape, strides);
  }

  private static List<Long> counts(Object tuple) {
    return Arrays.stream((Object[]) tuple).map(TensorPickle::count).toList();
  }

  private static long count(Object number) {
    if (!(number instanceof Integer || number instanceof Long)
        || ((Number) number).longValue() < 0) {
      throw new PickleException("a size is not a number");
    }
    return ((Number) number).longValue();
  }
}
