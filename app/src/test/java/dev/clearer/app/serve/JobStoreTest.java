package dev.clearer.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.app.CommandLineRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to jobs and pictures when the database is new, old, too new, damaged or missing. */
class JobStoreTest {
  @TempDir Path data;

  private Path database() {
    return data.resolve("jobs.mv.db");
  }

  private Connection sql() throws SQLException {
    return DriverManager.getConnection("jdbc:h2:file:" + data.resolve("jobs"), "clearer", "");
  }

  private void run(String... statements) throws SQLException {
    try (Connection connection = sql();
        Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  private Job saved() throws IOException {
    long now = System.currentTimeMillis();
    Job job = Jobs.of(Job.State.DONE, now, now);
    Jobs.save(data, 100, job);
    return job;
  }

  /** Starts the program on the folder, and expects that it refuses to, in a sentence. */
  private void refuses(String part) {
    InputException error = assertThrows(InputException.class, () -> JobStore.in(data));
    String sentence = String.valueOf(error.getMessage());
    assertTrue(sentence.contains(part), sentence);
    assertTrue(sentence.contains(data.toString()), sentence);
    assertEquals(2, CommandLineRuns.code("serve", "--port=0", "--data", data));
  }

  private void keeps(Job job) throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      List<Path> uploads = all.filter(file -> file.endsWith("upload")).toList();
      assertEquals(1, uploads.size());
      assertTrue(Objects.requireNonNull(uploads.get(0).getParent()).endsWith(job.id().toString()));
      assertEquals(100, Files.size(uploads.get(0)));
    }
  }

  @Test
  void anEmptyDatabaseDeletesNothing() throws IOException {
    Job job = saved();
    Files.write(database(), new byte[0]);
    refuses("is missing or empty");
    keeps(job);
  }

  @Test
  void aMissingDatabaseDeletesNothing() throws IOException {
    Job job = saved();
    Files.delete(database());
    refuses("is missing or empty");
    keeps(job);
  }

  @Test
  void aDatabaseWithoutTablesDeletesNothing() throws IOException, SQLException {
    Job job = saved();
    Files.delete(database());
    run("CREATE TABLE other (x INT)");
    refuses("is missing or empty");
    keeps(job);
  }

  /**
   * H2 opens some cut files as they once were, and refuses others: nothing is deleted either way.
   */
  @Test
  void aCutDatabaseDeletesNothing() throws IOException {
    Job job = saved();
    byte[] whole = Files.readAllBytes(database());
    for (int eighths = 1; eighths < 8; eighths++) {
      Files.write(database(), Arrays.copyOf(whole, whole.length * eighths / 8));
      try (RunningServer server = server()) {
        assertTrue(server.get("/health").statusCode() == 200);
      } catch (InputException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("database"), e.getMessage());
      }
      keeps(job);
    }
  }

  @Test
  void aDatabaseOfNoiseDeletesNothing() throws IOException {
    Job job = saved();
    byte[] noise = new byte[(int) Files.size(database())];
    new java.util.Random(7).nextBytes(noise);
    Files.write(database(), noise);
    refuses("cannot be opened");
    keeps(job);
  }

  @Test
  void picturesOfNoJobAreSetAside() throws IOException {
    Job job = saved();
    try (JobStore store = JobStore.in(data)) {
      store.delete(Set.of(job.id()));
    }
    try (RunningServer server = server()) {
      assertEquals(404, server.get("/api/jobs/" + job.id()).statusCode());
      assertTrue(server.log.toString().contains("set aside"), server.log.toString());
    }
    assertTrue(Files.exists(data.resolve("lost/" + job.id() + "/upload")));
    keeps(job);
  }

  @Test
  void whatIsNotOursStays() throws IOException {
    for (String name :
        List.of("pictures/holiday/a.jpg", "incoming/b.jpg", "trash/c", "pictures/d")) {
      Files.createDirectories(data.resolve(name).getParent());
      Files.writeString(data.resolve(name), name);
    }
    try (RunningServer server = server()) {
      assertEquals(200, server.get("/health").statusCode());
    }
    for (String name :
        List.of("pictures/holiday/a.jpg", "incoming/b.jpg", "trash/c", "pictures/d")) {
      assertEquals(name, Files.readString(data.resolve(name)));
    }
  }

  @Test
  void jobsOfVersionTwoGetWhatIsNew() throws IOException, SQLException {
    Job job = Jobs.of(Job.State.DONE, 1, 2);
    Jobs.save(data, 100, job);
    String old =
        Json.write(job)
            .replace("\"denoise\":1.0,\"range\":\"auto\",", "")
            .replace(",\"maps\":[]", "");
    assertFalse(old.contains("denoise") || old.contains("maps"), old);
    try (Connection connection = sql();
        PreparedStatement update = connection.prepareStatement("UPDATE jobs SET job = ?")) {
      update.setString(1, old);
      update.executeUpdate();
    }
    run("UPDATE format SET version = 2");
    try (JobStore store = JobStore.in(data)) {
      Job read = store.all().jobs().get(0);
      assertEquals(job.options(), read.options());
      assertEquals(List.of("blur", "semantics"), Objects.requireNonNull(read.facts()).maps());
    }
  }

  @Test
  void aDatabaseOfANewerVersionIsRefused() throws IOException, SQLException {
    Job job = saved();
    run("UPDATE format SET version = " + (JobSchema.VERSION + 1));
    refuses("newer version");
    keeps(job);
  }

  @Test
  void aJobThatCannotBeReadStaysAsItIs() throws IOException, SQLException {
    Job other = saved();
    Job job = Jobs.of(Job.State.QUEUED, 1, 0);
    Jobs.save(data, 100, job);
    String newer = Json.write(job).replace("{\"id\"", "{\"sharpness\":3,\"id\"");
    try (Connection connection = sql();
        PreparedStatement update =
            connection.prepareStatement("UPDATE jobs SET job = ? WHERE id = ?")) {
      update.setString(1, newer);
      update.setObject(2, job.id());
      update.executeUpdate();
    }
    try (RunningServer server = server()) {
      assertEquals("done", server.job(other.id().toString()).get("state").asText());
      assertEquals(404, server.get("/api/jobs/" + job.id()).statusCode());
      assertTrue(server.log.toString().contains(job.id().toString()), server.log.toString());
    }
    assertTrue(Files.exists(data.resolve("pictures/" + job.id() + "/upload")));
    try (JobStore store = JobStore.in(data)) {
      assertEquals(Set.of(job.id()), store.all().unreadable());
    }
  }

  @Test
  void bringsTheFirstVersionUpToDate() throws SQLException, IOException {
    Job job = Jobs.of(Job.State.DONE, 5, System.currentTimeMillis());
    String first =
        Json.write(job)
            .replace("\"compact-x4\"", "\"/srv/models/mine.safetensors\"")
            .replace(",\"starts\":0", "");
    assertTrue(first.contains("/srv") && !first.contains("starts"), first);
    run("CREATE TABLE jobs (id UUID PRIMARY KEY, created BIGINT, job VARCHAR)");
    try (Connection connection = sql();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO jobs VALUES (?, 5, ?)")) {
      insert.setObject(1, job.id());
      insert.setString(2, first);
      insert.executeUpdate();
    }
    for (int time = 0; time < 2; time++) {
      try (JobStore store = JobStore.in(data)) {
        Job read = store.all().jobs().get(0);
        assertEquals("mine.safetensors", read.options().model());
        assertEquals(0, read.starts());
      }
    }
  }

  @Test
  void aFolderThatCannotBeNamedIsRefused() {
    Path odd = data.resolve("a;INIT=x");
    assertEquals(2, CommandLineRuns.code("serve", "--port=0", "--data", odd));
    assertThrows(InputException.class, () -> JobStore.in(JobFiles.made(odd)));
  }

  @Test
  void failsWhileItCannotBeWrittenAndWorksAgainAfterwards() throws IOException, SQLException {
    Job job = saved();
    Job next = Jobs.of(Job.State.QUEUED, 1, 0);
    try (JobStore store = JobStore.in(data)) {
      try (Connection same = sql();
          Statement statement = same.createStatement()) {
        statement.execute("SHUTDOWN IMMEDIATELY"); // as H2 does by itself when a write fails
      } catch (SQLException e) {
        assertTrue(e.getMessage() != null);
      }
      assertThrows(StoreException.class, () -> store.save(next));
      store.save(next);
      assertEquals(Set.of(job, next), Set.copyOf(store.all().jobs()));
    }
  }

  private RunningServer server() {
    return new RunningServer(
        data,
        (job, files, progress) -> {
          throw new InputException("nothing is done here");
        },
        new Contract(),
        null);
  }
}
