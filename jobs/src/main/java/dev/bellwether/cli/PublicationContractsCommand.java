package dev.bellwether.cli;

import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.warehouse.HadoopSettings;
import dev.bellwether.publish.PublishedTables;
import dev.bellwether.tools.export.HomeContracts;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether publication contracts --out DIR}. */
@Command(
    name = "contracts",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the contracts of the latest night's tables, each with the place of its files, for tools"
          + " of the Open Data Contract Standard.",
      "They name that night; write them anew after each one."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellwether publication contracts --home data/demo --out contracts",
      "  datacontract test contracts/account_health.yaml"
    })
final class PublicationContractsCommand implements Callable<Integer> {
  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "A new folder.")
  private Path folder;

  @Override
  public Integer call() {
    Settings settings = homeOptions.configuration(Optional.empty()).settings();
    Map<String, String> contracts =
        HomeContracts.of(PublishedTables.of(settings.home(), HadoopSettings.of(settings)));
    contracts.forEach(new NewFolder(folder)::write);
    spec.commandLine()
        .getOut()
        .println(
            contracts.isEmpty()
                ? "nothing is published in " + settings.home() + " yet"
                : contracts.size() + " contracts are in " + folder);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
