package dev.bellwether.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.max;

import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.config.Nearest;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Sessions;
import dev.bellwether.platform.warehouse.Warehouse;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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
      "  bellwether show quarantine --columns table,reason --limit 50"
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

  @Option(names = "--where", paramLabel = "SQL", description = "Only rows for which this holds.")
  private String where;

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "NAME",
      description = "Only these columns, separated by commas.")
  private List<String> columns;

  @Option(
      names = "--limit",
      defaultValue = "20",
      description = "How many rows (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--vertical", description = "One line for each value.")
  private boolean vertical;

  @Override
  public Integer call() {
    Contract contract = contract();
    Configuration configuration = homeOptions.configuration(Optional.empty());
    SparkSession spark = Sessions.open(configuration.settings().spark());
    try {
      Warehouse warehouse = new Warehouse(spark, configuration.settings().home());
      Dataset<Row> rows =
          warehouse.find(table).orElseThrow(() -> notWritten(configuration.settings().home()));
      Dataset<Row> shown = ordered(selected(contract, rows), contract);
      spec.commandLine().getOut().print(print(columns == null ? shown : onlyColumns(shown)));
      spec.commandLine().getOut().flush();
    } finally {
      spark.stop();
    }
    return 0;
  }

  private String print(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).showString(limit, 80, vertical);
  }

  private Dataset<Row> selected(Contract contract, Dataset<Row> rows) {
    Dataset<Row> chosen = rows;
    if (contract.isPerAsOfDate()) {
      Object date =
          asOf == null ? rows.agg(max("as_of_date")).first().get(0) : java.sql.Date.valueOf(asOf);
      chosen = chosen.where(col("as_of_date").equalTo(date));
    }
    if (account != null) {
      chosen = chosen.where(col("account_id").equalTo(account));
    }
    return where == null ? chosen : onlyWhere(chosen);
  }

  private Dataset<Row> onlyWhere(Dataset<Row> rows) {
    try {
      return rows.where(expr(where));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // what Spark throws without declaring it
      throw BellwetherException.configuration(
              "--where is not a valid condition on the rows of " + table,
              String.valueOf(e.getMessage()).lines().findFirst().orElse("it cannot be read"),
              "use Spark SQL and these columns: " + String.join(", ", rows.columns()))
          .causedBy(e);
    }
  }

  private static Dataset<Row> ordered(Dataset<Row> rows, Contract contract) {
    if (contract.column("rank").isPresent()) {
      return rows.orderBy("rank");
    }
    org.apache.spark.sql.Column[] key =
        contract.key().stream().map(n -> col(n)).toArray(org.apache.spark.sql.Column[]::new);
    return key.length == 0 ? rows : rows.orderBy(key);
  }

  private Dataset<Row> onlyColumns(Dataset<Row> rows) {
    List<String> known = List.of(rows.columns());
    return rows.select(
        columns.stream()
            .map(name -> column(name.strip(), known))
            .toArray(org.apache.spark.sql.Column[]::new));
  }

  private org.apache.spark.sql.Column column(String name, List<String> known) {
    if (!known.contains(name)) {
      throw BellwetherException.configuration(
          "the table " + table + " has no column " + name,
          "--columns names it",
          Nearest.advice(name, known));
    }
    return col(name);
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
        "the table " + table + " is not in " + home,
        "no run has written it there",
        "check --home, or run the pipeline first");
  }
}
