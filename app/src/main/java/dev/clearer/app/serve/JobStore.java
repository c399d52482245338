package dev.clearer.app.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.clearer.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The jobs at rest: an H2 database of one file, in which what was saved survives a kill. A lock
 * keeps other servers out. What fails is a {@link StoreException}; the next call opens the database
 * again, so that it works as soon as there is room on the disk.
 */
final class JobStore implements AutoCloseable {
  private final String url;
  private final FileChannel lock;
  private @Nullable Connection connection;
  private boolean closed;

  private JobStore(String url, FileChannel lock) {
    this.url = url;
    this.lock = lock;
  }

  /** All jobs that can be read, the oldest first, and the ids of those that cannot. */
  record Contents(List<Job> jobs, Set<UUID> unreadable) {}

  private interface Query<T> {
    T run(Connection connection) throws SQLException;
  }

  /**
   * Opens or makes the database in {@code data}.
   *
   * @throws InputException if another server uses it, it cannot be written, is damaged or missing,
   *     or a newer program wrote it
   */
  static JobStore in(Path data) {
    if (data.toAbsolutePath().toString().contains(";")) {
      throw new InputException("The name of the folder " + data + " must have no ';' in it.");
    }
    JobStore store = new JobStore(url(data), locked(data));
    boolean opened = false;
    try {
      Path file = data.resolve("jobs.mv.db");
      boolean known = JobFiles.anyIn(data);
      if (known && (!Files.exists(file) || Files.size(file) == 0)) {
        throw new InputException(JobSchema.missing(data));
      }
      JobSchema.prepare(store.open(), data, known);
      opened = true;
      return store;
    } catch (InputException e) {
      throw e;
    } catch (SQLException | RuntimeException | IOException e) {
      throw new InputException(
          "The job database in %s cannot be opened (%s): put a copy back, or name another --data. The pictures were left as they are."
              .formatted(data, firstLine(e)),
          e);
    } finally {
      if (!opened) {
        store.close();
      }
    }
  }

  private static String url(Path data) {
    return "jdbc:h2:file:%s;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0"
        .formatted(data.resolve("jobs").toAbsolutePath());
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceAll(" \\[.*", "");
  }

  private static FileChannel locked(Path folder) {
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) {
        return channel;
      }
      channel.close();
    } catch (OverlappingFileLockException e) {
      throw new InputException(inUse(folder), e);
    } catch (IOException e) {
      throw new InputException(folder + " cannot be written to: name another --data.", e);
    }
    throw new InputException(inUse(folder));
  }

  private static String inUse(Path folder) {
    return folder + " is used by another server: stop that one, or name another --data.";
  }

  private Connection open() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = DriverManager.getConnection(url, "clearer", "");
      connection = open;
    }
    return open;
  }

  /** After any failure the connection is given up: H2 closes its file when a disk is full. */
  private synchronized <T> T use(String failure, Query<T> query) {
    try {
      if (closed) {
        throw new SQLException("the database was closed");
      }
      return query.run(open());
    } catch (SQLException | RuntimeException e) {
      disconnect();
      throw new StoreException(failure, e);
    }
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (SQLException | RuntimeException e) {
      return; // it was broken: the next one counts
    }
  }

  /**
   * Saves a job as it is now.
   *
   * @throws StoreException if it cannot be written; then what was saved before is still there
   */
  void save(Job job) {
    use(
        "the job cannot be saved",
        open -> {
          String sql = "MERGE INTO jobs KEY (id) VALUES (?, ?, ?)";
          try (PreparedStatement statement = open.prepareStatement(sql)) {
            statement.setObject(1, job.id());
            statement.setLong(2, job.created());
            statement.setString(3, Json.write(job));
            return statement.executeUpdate();
          }
        });
  }

  /**
   * Forgets jobs, all or none.
   *
   * @throws StoreException if that cannot be written
   */
  void delete(Collection<UUID> ids) {
    use(
        "the jobs cannot be deleted",
        open -> {
          String sql = "DELETE FROM jobs WHERE id = ?";
          open.setAutoCommit(false);
          try (PreparedStatement statement = open.prepareStatement(sql)) {
            for (UUID id : ids) {
              statement.setObject(1, id);
              statement.executeUpdate();
            }
            open.commit();
          }
          open.setAutoCommit(true);
          return ids.size();
        });
  }

  /**
   * Checks that the database is open.
   *
   * @throws StoreException if it is not, and cannot be opened
   */
  void check() {
    use(
        "the database is closed",
        open -> {
          try (Statement statement = open.createStatement()) {
            return statement.execute("SELECT 1");
          }
        });
  }

  /**
   * Checks that the database can be written, by writing something that changes nothing.
   *
   * @throws StoreException if it cannot
   */
  void write() {
    use(
        "the database cannot be written",
        open -> {
          try (Statement statement = open.createStatement()) {
            return statement.executeUpdate("UPDATE format SET version = version");
          }
        });
  }

  /** All jobs; one that cannot be read is none of this version's, and stays as it is. */
  Contents all() {
    return use(
        "the jobs cannot be read",
        open -> {
          List<Job> jobs = new ArrayList<>();
          Set<UUID> unreadable = new HashSet<>();
          try (Statement statement = open.createStatement();
              ResultSet rows =
                  statement.executeQuery("SELECT id, job FROM jobs ORDER BY created")) {
            while (rows.next()) {
              try {
                jobs.add(Json.MAPPER.readValue(rows.getString(2), Job.class));
              } catch (JsonProcessingException e) {
                unreadable.add(rows.getObject(1, UUID.class));
              }
            }
          }
          return new Contents(jobs, unreadable);
        });
  }

  @Override
  public synchronized void close() {
    closed = true;
    disconnect();
    try {
      lock.close();
    } catch (IOException e) {
      throw new IllegalStateException("the lock cannot be released", e);
    }
  }
}
