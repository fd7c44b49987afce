package dev.bellwether.cli;

import dev.bellwether.alerts.Alert;
import dev.bellwether.alerts.Delivery;
import dev.bellwether.platform.config.AlertSettings.To;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.HadoopSettings;
import dev.bellwether.publish.ExportedNight;
import dev.bellwether.publish.Publications;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether alerts}: tells what was not told yet of the nights up to the current one. */
@Command(
    name = "alerts",
    mixinStandardHelpOptions = true,
    description = {
      "Tells by alerts.to what was not told yet of the current publication, and of those before it.",
      "A run does so itself; this is for when the receiver was away, and to look beforehand."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellwether alerts --home data/demo --dry-run",
      "  bellwether alerts --home data/demo --set alerts.to=files"
    })
final class AlertsCommand implements Callable<Integer> {
  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "The source, for its own settings.")
  private String source;

  @Option(names = "--dry-run", description = "Shows what would be told, and tells nobody.")
  private boolean dryRun;

  @Override
  public Integer call() {
    Configuration configuration = homeOptions.configuration(Optional.ofNullable(source));
    String home = configuration.settings().home();
    ExportedNight night =
        Publications.read(home, HadoopSettings.of(configuration.settings()))
            .currentNight()
            .orElseThrow(
                () ->
                    BellwetherException.configuration(
                        "there is nothing to tell of " + home,
                        "nothing was published there yet",
                        "run a night first"));
    PrintWriter out = spec.commandLine().getOut();
    if (dryRun) {
      missing(configuration, night.asOfDate()).forEach(alert -> out.println(alert.json()));
    } else if (configuration.alerts().to() == To.NONE) {
      throw BellwetherException.configuration(
          "nobody is to be told",
          "alerts.to is none",
          "set alerts.to to files, json or slack, or look with --dry-run");
    } else {
      out.println(NightTold.tell(configuration, night.asOfDate()) + " told now");
    }
    out.flush();
    return 0;
  }

  private static List<Alert> missing(Configuration configuration, LocalDate current) {
    Delivery delivery = NightTold.delivery(configuration);
    return NightTold.untold(configuration, current).stream()
        .flatMap(night -> delivery.missing(NightTold.alerts(configuration, night)).stream())
        .toList();
  }
}
