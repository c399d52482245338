package dev.clearer.app.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clearer.InputException;
import dev.clearer.service.BlurOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

/**
 * The format of the job database: which version it has, and how an older one becomes the newest.
 * Version 1 had no number in it.
 */
final class JobSchema {
  /** One for each version before the newest: entry 0 makes version 2 of version 1. */
  private static final List<Migration> MIGRATIONS =
      List.of(JobSchema::nameModelsWithoutFolders, JobSchema::addNoiseRangeAndMaps);

  /** The version that this program reads and writes. */
  static final int VERSION = 1 + MIGRATIONS.size();

  private JobSchema() {}

  /** A step to the next version. */
  private interface Migration {
    void run(Connection connection) throws SQLException;
  }

  /**
   * Makes a new database, or brings an older one up to date, wholly or not at all.
   *
   * @param data the folder of the database, which messages name
   * @param known whether files of jobs are there, so that a new database would forget them
   * @throws InputException if a newer program wrote it, or it is new where it should not be
   */
  static void prepare(Connection connection, Path data, boolean known) throws SQLException {
    int version = version(connection);
    if (version > VERSION) {
      throw new InputException(
          "%s was written by a newer version of Clearer (format %d, this one reads up to %d): use that version, or name another --data."
              .formatted(data, version, VERSION));
    }
    if (version == 0 && known) {
      throw new InputException(missing(data));
    }
    if (version == VERSION) {
      return;
    }
    connection.setAutoCommit(false);
    try {
      upgrade(connection, version);
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** What a user is told whose pictures are there but whose database is not. */
  static String missing(Path data) {
    return ("The job database %1$s is missing or empty, but %2$s holds pictures: put the database"
            + " back, or move %2$s away to begin anew.")
        .formatted(data.resolve("jobs.mv.db"), data.resolve("pictures"));
  }

  private static int version(Connection connection) throws SQLException {
    if (has(connection, "FORMAT")) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT version FROM format")) {
        return rows.next() ? rows.getInt(1) : 1;
      }
    }
    return has(connection, "JOBS") ? 1 : 0;
  }

  private static boolean has(Connection connection, String table) throws SQLException {
    try (ResultSet tables = connection.getMetaData().getTables(null, "PUBLIC", table, null)) {
      return tables.next();
    }
  }

  private static void upgrade(Connection connection, int version) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (version == 0) {
        statement.execute("CREATE TABLE jobs (id UUID PRIMARY KEY, created BIGINT, job VARCHAR)");
      }
      statement.execute("CREATE TABLE IF NOT EXISTS format (version INT)");
      for (int from = Math.max(1, version); from < VERSION && version > 0; from++) {
        MIGRATIONS.get(from - 1).run(connection);
      }
      statement.execute("DELETE FROM format");
      statement.execute("INSERT INTO format VALUES (" + VERSION + ")");
    }
  }

  /** Clients are told the name of a model's file only; jobs held its whole path. */
  private static void nameModelsWithoutFolders(Connection connection) throws SQLException {
    change(
        connection,
        job -> {
          if (job.path("options") instanceof ObjectNode options && options.has("model")) {
            options.put("model", ServerSettings.shown(options.get("model").asText()));
          }
        });
  }

  /** Jobs have a factor of the noise and a range, and say which maps there are. */
  private static void addNoiseRangeAndMaps(Connection connection) throws SQLException {
    change(
        connection,
        job -> {
          if (job.path("options") instanceof ObjectNode options) {
            options.put("denoise", 1).put("range", BlurOption.AUTO);
          }
          if (job.path("facts") instanceof ObjectNode facts) {
            facts.putArray("maps").add("blur").add("semantics");
          }
        });
  }

  private static void change(Connection connection, Consumer<ObjectNode> change)
      throws SQLException {
    try (Statement read = connection.createStatement();
        ResultSet rows = read.executeQuery("SELECT id, job FROM jobs");
        PreparedStatement write =
            connection.prepareStatement("UPDATE jobs SET job = ? WHERE id = ?")) {
      while (rows.next()) {
        if (Json.MAPPER.readTree(rows.getString(2)) instanceof ObjectNode job) {
          change.accept(job);
          write.setString(1, Json.write(job));
          write.setObject(2, rows.getObject(1));
          write.executeUpdate();
        }
      }
    } catch (JsonProcessingException e) {
      throw new SQLException("a job is no JSON", e);
    }
  }
}
