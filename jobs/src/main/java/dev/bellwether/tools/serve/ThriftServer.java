package dev.bellwether.tools.serve;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;

/**
 * Spark's Thrift server, in this process, for connections of this machine. It comes with Spark, not
 * with Bellwether: its library is not published for this version of Spark, so it is found by name.
 */
public final class ThriftServer {
  private static final String SERVER = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2";
  private static final String LOOPBACK = "127.0.0.1";

  /** Variables that Hive takes before its settings. */
  private static final Set<String> OVERRIDES =
      Set.of(
          "HIVE_SERVER2_THRIFT_BIND_HOST",
          "HIVE_SERVER2_THRIFT_PORT",
          "HIVE_SERVER2_THRIFT_HTTP_PORT",
          "HIVE_SERVER2_TRANSPORT_MODE");

  private ThriftServer() {}

  /**
   * The port itself, or a free one for 0.
   *
   * @throws BellwetherException when something else listens there
   */
  public static int freePort(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw BellwetherException.configuration(
          "port " + port + " cannot be served", e.getMessage(), "choose another by --port");
    }
  }

  /**
   * What a session of a server on that port is opened with.
   *
   * @param folder a local folder for what the server's parts leave
   */
  public static Map<String, String> settings(int port, String folder) {
    // where Hive's catalogue, which is there and unused, would write a log into the working folder
    System.setProperty("derby.stream.error.file", folder + "/derby.log");
    return Map.of(
        "spark.sql.extensions",
        "io.delta.sql.DeltaSparkSessionExtension," + ReadOnly.class.getName(),
        "spark.sql.warehouse.dir",
        folder + "/tables",
        ReadOnly.SUBSTITUTION,
        "false",
        "spark.hadoop.hive.server2.transport.mode",
        "binary",
        "spark.hadoop.hive.server2.thrift.bind.host",
        LOOPBACK,
        "spark.hadoop.hive.server2.thrift.port",
        Integer.toString(port),
        "spark.hadoop.hive.server2.logging.operation.enabled",
        "false");
  }

  /**
   * Fails unless the server is there, and would listen where it is told to.
   *
   * @throws BellwetherException that says what to do
   */
  public static void requireReady() {
    serverClass();
    Set<String> set = new TreeSet<>(System.getenv().keySet());
    set.retainAll(OVERRIDES);
    if (!set.isEmpty()) {
      throw BellwetherException.configuration(
          "the environment says where the server listens: " + String.join(", ", set),
          "it would be heard beyond this machine, where nobody is asked for a password",
          "unset " + String.join(" ", set));
    }
  }

  /** Starts the server over a session's tables; the address that clients connect to. */
  public static String start(SparkSession spark, int port) {
    try {
      serverClass()
          .getMethod("startWithSparkSession", SparkSession.class, boolean.class)
          .invoke(null, spark, false);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Spark's Thrift server did not start", e);
    }
    return "jdbc:hive2://" + LOOPBACK + ":" + port;
  }

  private static Class<?> serverClass() {
    try {
      return Class.forName(SERVER);
    } catch (ClassNotFoundException e) {
      throw BellwetherException.configuration(
          "Spark's Thrift server is not there",
          "it comes with Spark 4.1, whose own libraries serve needs beside Bellwether's",
          "set SPARK_HOME to Spark 4.1 as downloaded, or to the folder of pyspark 4.1");
    }
  }
}
