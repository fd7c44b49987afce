package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bellwether.Launched;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/** An S3 server on loopback with one bucket, which ends with the test that started it. */
final class S3Server implements AutoCloseable {
  private static final String BUCKET = "bucket";
  private static final String KEY = "of-the-tests";
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Process process;
  private final String address;

  private S3Server(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts a server; the test skips where its program cannot be had. */
  static S3Server start(Path log) throws IOException, InterruptedException {
    Launched found = Launched.helper("s3-server");
    assumeTrue(found.exitCode() == 0, found.output());
    String program = found.output().strip().lines().reduce((one, last) -> last).orElseThrow();
    String port = Integer.toString(freePort());
    Process process =
        new ProcessBuilder(program, "-H", "127.0.0.1", "-p", port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    S3Server server = new S3Server(process, "http://127.0.0.1:" + port);
    server.makeBucket();
    return server;
  }

  private void makeBucket() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/" + BUCKET))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    Instant end = Instant.now().plus(SOON);
    while (true) {
      try {
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        return;
      } catch (IOException e) {
        if (!process.isAlive() || Instant.now().isAfter(end)) {
          throw e;
        }
        Thread.sleep(200);
      }
    }
  }

  /** A folder of the bucket. */
  String folder(String name) {
    return "s3a://" + BUCKET + "/" + name;
  }

  /** How this process reaches it. */
  Configuration hadoop() {
    Configuration configuration = new Configuration();
    settings().forEach(configuration::set);
    configuration.set("fs.s3a.access.key", KEY);
    configuration.set("fs.s3a.secret.key", KEY);
    return configuration;
  }

  /** How the launcher's process reaches it: arguments. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    settings().forEach((key, value) -> arguments.add("--set=spark.hadoop." + key + "=" + value));
    return arguments;
  }

  /** How the launcher's process reaches it: variables of its environment. */
  Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID", KEY, "AWS_SECRET_ACCESS_KEY", KEY, "BELLWETHER_JARS", jars());
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("fs.s3a.endpoint", address);
    settings.put("fs.s3a.endpoint.region", "us-east-1");
    settings.put("fs.s3a.path.style.access", "true");
    return settings;
  }

  /** What reaches S3, of the libraries of the tests. */
  private static String jars() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(
            jar -> jar.matches(".*(hadoop-aws|software.amazon|reactive-?streams|httpcomponents).*"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
