package dev.clearer.tensor;

import dev.clearer.InputException;
import dev.clearer.InputFile;
import dev.clearer.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Recognises weight files by their first bytes and opens them. */
final class WeightFiles {
  private static final int ZIP = 0x504b0304;

  private WeightFiles() {}

  static Weights read(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException("%s is a folder. Name a weight file in it.".formatted(file));
    }
    if (Files.exists(file)) {
      InputFile.require(file, "a weight file"); // a pipe would be waited for
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return read(file, new ByteSource.Mapped(channel));
    } catch (NoSuchFileException e) {
      throw new InputException("%s does not exist. Check the path.".formatted(file), e);
    } catch (AccessDeniedException e) {
      throw new InputException("%s is not readable. Check its permissions.".formatted(file), e);
    } catch (IOException e) {
      throw new InputException("%s cannot be read: %s.".formatted(file, Reason.of(e)), e);
    }
  }

  private static Weights read(Path file, ByteSource bytes) throws IOException {
    int start = bytes.size() < Integer.BYTES ? 0 : bytes.slice(0, Integer.BYTES).getInt();
    return switch (start) {
      case ZIP -> PthFile.read(file);
      case OldPthFile.START -> OldPthFile.read(bytes, file.toString());
      default -> Safetensors.read(bytes, file.toString());
    };
  }
}
