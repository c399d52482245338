package dev.clearer.app.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.clearer.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The jobs at rest: an H2 database of one file, in which what was saved survives a kill. A lock
 * keeps other servers out.
 */
final class JobStore implements AutoCloseable {
  private final Connection connection;
  private final FileChannel lock;

  private JobStore(Connection connection, FileChannel lock) {
    this.connection = connection;
    this.lock = lock;
  }

  /**
   * Opens or makes the database in {@code folder}.
   *
   * @throws InputException if another server uses it or it cannot be written
   */
  static JobStore in(Path folder) {
    FileChannel lock = locked(folder);
    String url =
        "jdbc:h2:file:%s;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0"
            .formatted(folder.resolve("jobs").toAbsolutePath());
    try {
      Connection connection = DriverManager.getConnection(url, "clearer", "");
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE TABLE IF NOT EXISTS jobs (id UUID PRIMARY KEY, created BIGINT, job VARCHAR)");
      }
      return new JobStore(connection, lock);
    } catch (SQLException e) {
      throw new InputException(
          folder + " holds a database that cannot be opened: name another --data.", e);
    }
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

  synchronized void save(Job job) {
    String sql = "MERGE INTO jobs KEY (id) VALUES (?, ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, job.id());
      statement.setLong(2, job.created());
      statement.setString(3, Json.write(job));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the job cannot be saved", e);
    }
  }

  synchronized void delete(UUID id) {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM jobs WHERE id = ?")) {
      statement.setObject(1, id);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the job cannot be deleted", e);
    }
  }

  /** All jobs, the oldest first. */
  synchronized List<Job> all() {
    List<Job> jobs = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT job FROM jobs ORDER BY created")) {
      while (rows.next()) {
        jobs.add(Json.MAPPER.readValue(rows.getString(1), Job.class));
      }
      return jobs;
    } catch (SQLException | JsonProcessingException e) {
      throw new IllegalStateException("the jobs cannot be read", e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
      lock.close();
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("the database cannot be closed", e);
    }
  }
}
