package dev.bellwether.cli;

import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.warehouse.HadoopSettings;
import dev.bellwether.publish.Manifest;
import dev.bellwether.publish.Publications;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bellwether tables}: what there is, layer by layer, and what the home has published. */
@Command(
    name = "tables",
    mixinStandardHelpOptions = true,
    description =
        "Lists the tables, their grain, and the rows and hashes of the current publication.")
final class TablesCommand implements Callable<Integer> {
  private static final List<String> LAYERS =
      List.of("staging", "intermediate", "features", "marts", "ops");

  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = homeOptions.configuration(Optional.empty()).settings();
    String home = settings.home();
    Publications publications = Publications.read(home, HadoopSettings.of(settings));
    Optional<Manifest> current = publications.current().map(publications::manifest);
    Map<String, Manifest.Table> published = current.map(Manifest::tables).orElseGet(Map::of);
    for (String layer : LAYERS) {
      out.println(layer);
      for (Contract contract : Contracts.all()) {
        if (contract.layer().equals(layer)) {
          out.printf(Locale.ROOT, "  %-26s %s%n", contract.name(), line(contract, published));
        }
      }
    }
    out.println(
        current
            .map(m -> "published in " + home + ": " + m.publication() + " (run " + m.runId() + ")")
            .orElse("nothing is published in " + home + " yet"));
    out.flush();
    return 0;
  }

  private static String line(Contract contract, Map<String, Manifest.Table> published) {
    Manifest.Table table = published.get(contract.name());
    return table == null
        ? contract.grain()
        : String.format(
            Locale.ROOT,
            "%s; %,d rows, %s",
            contract.grain(),
            table.rows(),
            table.contentHash().substring(0, 12));
  }
}
