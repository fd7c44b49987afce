package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Spark cluster on loopback: a master and two workers, which end with the test. */
final class SparkCluster implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String LOOPBACK = "127.0.0.1";

  private final Path spark;
  private final Path folder;
  private final int port = freePort();
  private final List<Process> processes = new ArrayList<>();

  private SparkCluster(Path spark, Path folder) throws IOException {
    this.spark = spark;
    this.folder = folder;
  }

  /**
   * Starts a cluster.
   *
   * @param folder for its logs and what its executors write
   */
  static SparkCluster start(Path spark, Path folder) throws Exception {
    SparkCluster cluster = new SparkCluster(spark, folder);
    try {
      cluster.start();
      return cluster;
    } catch (Exception | Error e) {
      cluster.close();
      throw e;
    }
  }

  private void start() throws Exception {
    run("master.Master", "--host", LOOPBACK, "--port", Integer.toString(port), "--webui-port", "0");
    awaitMaster();
    for (String worker : List.of("one", "two")) {
      run(
          "worker.Worker",
          "--host",
          LOOPBACK,
          "--cores",
          "1",
          "--memory",
          "1g",
          "--webui-port",
          "0",
          "--work-dir",
          folder.resolve(worker).toString(),
          address());
    }
  }

  private void run(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(spark.resolve("bin/spark-class").toString());
    command.add("org.apache.spark.deploy." + name);
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + processes.size() + ".log").toFile());
    builder.environment().put("SPARK_LOCAL_IP", LOOPBACK);
    processes.add(builder.start());
  }

  private void awaitMaster() throws Exception {
    Instant end = Instant.now().plus(SOON);
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        assertThat(Instant.now()).as("the master does not listen").isBefore(end);
        Thread.sleep(200);
      }
    }
  }

  private String address() {
    return "spark://" + LOOPBACK + ":" + port;
  }

  /** How the launcher runs on it: variables of its environment. */
  Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME",
        spark.toString(),
        "SPARK_LOCAL_IP",
        LOOPBACK,
        "BELLWETHER_MASTER",
        address(),
        "BELLWETHER_SUBMIT_OPTS",
        "--executor-memory 900m --conf spark.ui.enabled=false --conf spark.driver.host="
            + LOOPBACK);
  }

  /** Kills an executor, as a machine that is lost does; whether there was one. */
  boolean killExecutor() {
    Optional<ProcessHandle> executor =
        processes.stream()
            .flatMap(process -> process.descendants())
            .filter(process -> process.info().commandLine().orElse("").contains("ExecutorBackend"))
            .findFirst();
    executor.ifPresent(ProcessHandle::destroyForcibly);
    return executor.isPresent();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
