package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Creates folders and computes checksums of files. */
final class Folders {
  private Folders() {}

  /** Creates {@code folder} and its parents if needed. */
  static Path made(Path folder) {
    try {
      Files.createDirectories(folder); // what it returns may be absolute
      return folder;
    } catch (IOException e) {
      throw new InputException("Cannot make the folder %s: %s.".formatted(folder, Reason.of(e)), e);
    }
  }

  /** SHA-256 in hexadecimal digits. */
  static String checksum(Path file) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: check its permissions.", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
