package dev.bellwether.ingest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real PostgreSQL on loopback, made for a test and gone with it; the test skips where there is
 * none.
 */
public final class PostgresServer implements AutoCloseable {
  public static final String USER = "reader";
  public static final String PASSWORD = "a secret of the test";
  private static final String SERVER_USER = "postgres";

  private final String programs;
  private final Path folder;
  private final int port;

  private PostgresServer(String programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
  }

  public static PostgresServer start() throws IOException, InterruptedException {
    Done found = run(List.of("../bin/postgresql"));
    assumeTrue(found.code() == 0, found.output());
    PostgresServer server =
        new PostgresServer(
            found.output().strip().lines().reduce((one, last) -> last).orElseThrow(),
            Files.createTempDirectory("bellwether-postgres-"),
            freePort());
    server.initialise();
    return server;
  }

  private void initialise() throws IOException, InterruptedException {
    Path password = folder.resolve("password");
    Files.writeString(password, PASSWORD);
    if (isRoot()) {
      require(run(List.of("chown", "-R", SERVER_USER, folder.toString())));
    }
    require(
        program(
            "initdb", "-D", data(), "-U", USER, "--auth=scram-sha-256", "--pwfile=" + password));
    require(
        program(
            "pg_ctl",
            "-D",
            data(),
            "-w",
            "-l",
            folder.resolve("log").toString(),
            "-o",
            "-h 127.0.0.1 -p " + port + " -k " + folder,
            "start"));
  }

  /** Its address for JDBC. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Runs statements. */
  public void sql(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(), USER, PASSWORD);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    program("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  /** It will not run as root. */
  private Done program(String name, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", SERVER_USER, "--"));
    }
    command.add(programs + "/" + name);
    command.addAll(List.of(arguments));
    return run(command);
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private record Done(int code, String output) {}

  private static void require(Done done) {
    if (done.code() != 0) {
      throw new IllegalStateException(done.output());
    }
  }

  private static Done run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("bellwether-command-", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      int code = process.waitFor();
      return new Done(code, Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      Files.delete(output);
    }
  }
}
