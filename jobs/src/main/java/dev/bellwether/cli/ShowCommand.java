package dev.bellwether.cli;

import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.HadoopSettings;
import dev.bellwether.tools.show.Selection;
import dev.bellwether.tools.show.SqlRows;
import dev.bellwether.tools.show.StoredTable;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellwether show TABLE}: rows of a table, those of its latest as-of date by default. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Prints rows of a table: of its latest as-of date, in order of its key (or rank).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellwether show renewal_risk --home data/demo --limit 10",
      "  bellwether show account_health_measure --account A-00017 --as-of 2026-05-31",
      "  bellwether show quarantine --columns table,reason --limit 50",
      "  bellwether show account_health --published --where \"band = 'red' AND segment = 'SMB'\""
    })
final class ShowCommand implements Callable<Integer> {
  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TABLE", description = "The table; `bellwether tables` lists them.")
  private String table;

  @Option(names = "--as-of", paramLabel = "DATE", description = "The night to show.")
  private LocalDate asOf;

  @Option(names = "--account", paramLabel = "ID", description = "Only this account.")
  private String account;

  @Option(
      names = "--where",
      paramLabel = "SQL",
      description = "Only rows for which this holds; starts Spark, which takes some seconds.")
  private String where;

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "NAME",
      description = "Only these columns, parted by commas.")
  private List<String> columns;

  @Option(
      names = "--limit",
      defaultValue = "20",
      description = "How many rows (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--vertical", description = "One line for each value.")
  private boolean vertical;

  @Option(
      names = "--published",
      description = "The rows as published, rather than as a run last computed them.")
  private boolean published;

  @Override
  public Integer call() {
    Contract contract = contract();
    Configuration configuration = homeOptions.configuration(Optional.empty());
    Selection selection =
        new Selection(
            Optional.ofNullable(asOf),
            Optional.ofNullable(account),
            columns == null ? List.of() : columns,
            limit);
    String text =
        where == null
            ? stored(configuration.settings(), contract).text(selection, vertical)
            : queried(configuration, contract, selection);
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private StoredTable stored(Settings settings, Contract contract) {
    String home = settings.home();
    return (published
            ? StoredTable.published(
                home, HadoopSettings.of(settings), contract, Optional.ofNullable(asOf))
            : StoredTable.stored(home, HadoopSettings.of(settings), contract))
        .orElseThrow(() -> notWritten(home));
  }

  private String queried(Configuration configuration, Contract contract, Selection selection) {
    String home = configuration.settings().home();
    try (OpenHome open = OpenHome.of(configuration.settings())) {
      Dataset<Row> rows =
          (published
                  ? SqlRows.published(open.warehouse(), contract, Optional.ofNullable(asOf))
                  : open.warehouse().find(table))
              .orElseThrow(() -> notWritten(home));
      return SqlRows.text(rows, contract, selection, where, vertical);
    }
  }

  private Contract contract() {
    if (!Contracts.has(table)) {
      throw BellwetherException.configuration(
          "there is no table " + table,
          "no contract has that name",
          "the tables are: "
              + Contracts.all().stream().map(Contract::name).collect(Collectors.joining(", ")));
    }
    return Contracts.of(table);
  }

  private BellwetherException notWritten(String home) {
    return BellwetherException.configuration(
        "the table " + table + " is not " + (published ? "published in " : "in ") + home,
        published ? "no publication of that night has it" : "no run has written it there",
        "check --home, or run the pipeline first");
  }
}
