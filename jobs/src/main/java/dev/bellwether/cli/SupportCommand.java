package dev.bellwether.cli;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.HadoopSettings;
import dev.bellwether.reading.HomeTables;
import dev.bellwether.tools.whatif.CurrentSupport;
import dev.bellwether.tools.whatif.Destination;
import dev.bellwether.tools.whatif.Range;
import dev.bellwether.tools.whatif.WhatIf;
import dev.bellwether.tools.whatif.WhatIfText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether support}: questions about how support is organised. */
@Command(
    name = "support",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Asks what another way of support would cost.",
    subcommands = SupportCommand.WhatIfCommand.class)
final class SupportCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** {@code bellwether support what-if}: cost and savings of a move, in ranges. */
  @Command(
      name = "what-if",
      mixinStandardHelpOptions = true,
      description =
          "What a part of support would cost elsewhere: ranges, with each assumption named.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  bellwether support what-if --move provider=P-01 --to offshore --home data/demo",
        "  bellwether support what-if --move line=L1 --to nearshore --rate 22-28 --home data/demo",
        "  bellwether support what-if --move segment=SMB --to model=outsourced --home data/demo"
      })
  static final class WhatIfCommand implements Callable<Integer> {
    private static final List<String> CUTS =
        List.of("provider", "model", "tenancy", "location", "line", "segment", "region");
    private static final List<String> COSTED = CUTS.subList(0, 4);
    private static final List<String> LOCATIONS = List.of("onshore", "nearshore", "offshore");

    @Mixin private HomeOptions homeOptions;
    @Spec private CommandSpec spec;

    @Option(
        names = "--move",
        required = true,
        paramLabel = "CUT=GROUP",
        description =
            "What is moved: provider, model, tenancy, location, line, segment or region, and which.")
    private String move;

    @Option(
        names = "--to",
        required = true,
        paramLabel = "LOCATION|CUT=GROUP",
        description =
            "Where to: onshore, nearshore or offshore by published rates; or a provider, model,"
                + " tenancy or location that the home has, by what it invoiced.")
    private String to;

    @Option(
        names = "--rate",
        paramLabel = "FROM-TO",
        description =
            "Amount an hour in the home's currency (default: 10 to 50 dollars, by location, at the"
                + " home's exchange rate).")
    private String rate;

    @Option(
        names = "--hours-per-ticket",
        paramLabel = "FROM-TO",
        description = "Hours of work for each ticket (default: those invoiced now).")
    private String hoursPerTicket;

    @Option(
        names = "--one-off",
        paramLabel = "FROM-TO",
        description = "What setting it up costs once (default: a share of a year's cost).")
    private String oneOff;

    @Override
    public Integer call() {
      String[] group = move.split("=", 2);
      if (group.length < 2 || !CUTS.contains(group[0])) {
        throw unusable("--move", move, "one of " + CUTS + ", = and the group: provider=P-01");
      }
      var settings = homeOptions.configuration(Optional.empty()).settings();
      HomeTables tables = new HomeTables(settings.home(), HadoopSettings.of(settings));
      WhatIf.Plan plan =
          new WhatIf.Plan(
              destination(tables, settings.currency()),
              range("--rate", rate),
              range("--hours-per-ticket", hoursPerTicket),
              range("--one-off", oneOff));
      CurrentSupport now = CurrentSupport.read(tables, group[0], group[1]);
      PrintWriter out = spec.commandLine().getOut();
      WhatIfText.lines(now, plan, WhatIf.of(now, plan), settings.currency()).forEach(out::println);
      out.flush();
      return 0;
    }

    private Destination destination(HomeTables tables, String currency) {
      String[] group = to.split("=", 2);
      boolean isGroup = group.length == 2 && COSTED.contains(group[0]);
      if (!isGroup && !LOCATIONS.contains(to)) {
        throw unusable(
            "--to", to, "one of " + LOCATIONS + ", or a group that has costs: model=outsourced");
      }
      if (rate != null && (hoursPerTicket != null || !isGroup)) {
        return new Destination(
            range("--rate", rate).orElseThrow(),
            range("--hours-per-ticket", hoursPerTicket),
            "as given");
      }
      return isGroup
          ? Destination.like(tables, group[0], group[1])
          : Destination.at(tables, to, currency);
    }

    private static Optional<Range> range(String option, String text) {
      try {
        return Optional.ofNullable(text).map(Range::parse);
      } catch (IllegalArgumentException e) {
        throw unusable(option, text, "two amounts of at least 0, as in 10-50, or one");
      }
    }

    private static BellwetherException unusable(String option, String given, String wanted) {
      return BellwetherException.configuration(
          option + " " + given + " cannot be used",
          "it is not what is asked for",
          "give " + wanted);
    }
  }
}
