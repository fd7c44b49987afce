package dev.bellwether.cli;

import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.HadoopSettings;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.publish.PublishedTable;
import dev.bellwether.publish.PublishedTables;
import dev.bellwether.tools.serve.ServedSchemas;
import dev.bellwether.tools.serve.ThriftServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether serve}: what was published, by JDBC and ODBC, until the process is ended. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description =
        "Serves what was published to BI tools by JDBC and ODBC, on this machine alone, for reading: the latest"
            + " night in the schema current, all nights in history. Runs until it is ended (Ctrl-C).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  SPARK_HOME=/opt/spark bellwether serve --home data/demo",
      "  beeline -u jdbc:hive2://127.0.0.1:10000/current -e 'SELECT * FROM account_health LIMIT 5'"
    })
final class ServeCommand implements Callable<Integer> {
  private static final Duration LOOKS_EVERY = Duration.ofSeconds(10);

  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      defaultValue = "10000",
      description =
          "Where it listens, on 127.0.0.1; 0 for any free port (default: ${DEFAULT-VALUE}).")
  private int port;

  @Override
  public Integer call() throws InterruptedException {
    ThriftServer.requireReady();
    Settings settings = homeOptions.configuration(Optional.empty()).settings();
    requirePublished(settings);
    int free = ThriftServer.freePort(port);
    try (TemporaryFolder folder = TemporaryFolder.make()) {
      serve(settings, free, folder.path().toString());
    }
    return 0;
  }

  private void serve(Settings settings, int free, String folder) throws InterruptedException {
    try (OpenHome open = OpenHome.of(settings, ThriftServer.settings(free, folder))) {
      SparkSession spark = open.warehouse().spark();
      ServedSchemas schemas = new ServedSchemas(spark);
      int tables = schemas.show(published(open.warehouse()));
      String address = ThriftServer.start(spark, free);
      spec.commandLine().getOut().println(tables + " tables at " + address + "/current");
      spec.commandLine().getOut().flush();
      while (true) {
        Thread.sleep(LOOKS_EVERY.toMillis());
        lookAgain(schemas, open.warehouse());
      }
    }
  }

  /** What cannot be seen for a moment, as while a night is withdrawn, is looked at once more. */
  private void lookAgain(ServedSchemas schemas, Warehouse warehouse) {
    try {
      schemas.show(published(warehouse));
    } catch (RuntimeException e) {
      spec.commandLine().getErr().println("new nights cannot be seen: " + e.getMessage());
      spec.commandLine().getErr().flush();
    }
  }

  private static List<PublishedTable> published(Warehouse warehouse) {
    return PublishedTables.of(warehouse.home(), warehouse.hadoop());
  }

  private static void requirePublished(Settings settings) {
    if (PublishedTables.of(settings.home(), HadoopSettings.of(settings)).isEmpty()) {
      throw BellwetherException.configuration(
          "nothing is published in " + settings.home(),
          "no run of it has ended well, or all nights were withdrawn",
          "run a night first, or name another home by --home");
    }
  }
}
