package dev.bellwether.cli;

import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.HadoopSettings;
import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.Publications;
import dev.bellwether.reading.HomeTables;
import dev.bellwether.reading.TableRow;
import dev.bellwether.tools.export.DatabaseTable;
import dev.bellwether.tools.export.Exports;
import dev.bellwether.tools.export.Fields;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.TimestampType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code bellwether export TABLE}: a published table as files that other systems take in, or in a
 * table of a database.
 */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a table, as a night was published, into a new folder: as CSV, or as what"
          + " Salesforce's",
      "Bulk API or HubSpot's batch upsert take; it sends nothing. Or into a table of a database,",
      "in one transaction."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellwether export renewal_risk --out risk --home data/acme",
      "  bellwether export account_health --to salesforce --out health \\",
      "    --columns account_id=Bellwether_Id__c,score=Health_Score__c,band=Health_Band__c",
      "  bellwether export account_health --to hubspot --as-of 2026-06-30 --out health \\",
      "    --columns account_id=bellwether_id,score=health_score",
      "  bellwether export account_health --database jdbc:postgresql://db.example/bi \\",
      "    --table cs.account_health --mode night --user-env DB_USER --password-env DB_PASSWORD"
    })
final class ExportCommand implements Callable<Integer> {
  /** Who takes the files in. */
  enum Target {
    CSV,
    SALESFORCE,
    HUBSPOT
  }

  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TABLE", description = "A published table.")
  private String table;

  @Option(names = "--as-of", paramLabel = "DATE", description = "The night (default: the latest).")
  private LocalDate asOf;

  @Option(
      names = "--to",
      defaultValue = "csv",
      paramLabel = "TARGET",
      description = "csv, salesforce or hubspot (default: ${DEFAULT-VALUE}).")
  private Target target;

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "COLUMN[=NAME]",
      description = "Only these columns, each with the name that the target has for it.")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--key",
      split = ",",
      paramLabel = "COLUMN",
      description =
          "The column by which the target finds its record (default: account_id; in a database the"
              + " columns of the table's own key).")
  private List<String> key = new ArrayList<>();

  @Option(
      names = "--object",
      defaultValue = "Account",
      paramLabel = "NAME",
      description = "Salesforce's object (default: ${DEFAULT-VALUE}).")
  private String object;

  @Option(names = "--out", paramLabel = "DIR", description = "A new folder, for files.")
  private Path folder;

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = "A database's address, jdbc:…, instead of a folder.")
  private String database;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "The table there, made when it is not there (default: the table's own name).")
  private String databaseTable;

  @Option(
      names = "--mode",
      defaultValue = "replace",
      paramLabel = "MODE",
      description =
          "What becomes of rows there: replace (all go), night (those of the night go) or upsert"
              + " (those of the same key are changed; default: ${DEFAULT-VALUE}).")
  private DatabaseTable.Mode mode;

  @Mixin private DatabaseOptions databaseOptions;

  @Override
  public Integer call() {
    if ((folder == null) == (database == null)) {
      throw BellwetherException.configuration(
          "it is not said where to", "give exactly one of --out and --database", "add --out DIR");
    }
    Contract contract = contract();
    Settings settings = homeOptions.configuration(Optional.empty()).settings();
    LocalDate night = night(settings);
    List<TableRow> rows =
        new ArrayList<>(
            new HomeTables(settings.home(), HadoopSettings.of(settings)).published(table, night));
    rows.sort(
        Comparator.comparing(
            row ->
                contract.key().stream()
                    .map(name -> row.text(name).orElse(""))
                    .toList()
                    .toString()));
    Fields fields = Fields.of(columns, exportable(contract));
    String where =
        database == null ? writeFiles(rows, fields) : writeRows(contract, night, rows, fields);
    spec.commandLine()
        .getOut()
        .printf("%,d rows of %s as of %s are in %s%n", rows.size(), table, night, where);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private String writeRows(Contract contract, LocalDate night, List<TableRow> rows, Fields fields) {
    String name = Optional.ofNullable(databaseTable).orElse(table);
    new DatabaseTable(databaseOptions.database("export", database), name)
        .write(contract, fields, key.isEmpty() ? contract.key() : key, night, rows, mode);
    return name + " of the database";
  }

  private String writeFiles(List<TableRow> rows, Fields fields) {
    Map<String, String> files = files(rows, fields);
    files.forEach(new NewFolder(folder)::write);
    return folder + ": " + String.join(", ", files.keySet());
  }

  private Map<String, String> files(List<TableRow> rows, Fields fields) {
    if (key.size() > 1) {
      throw BellwetherException.configuration(
          "--key names several columns", "the target finds its record by one", "name one");
    }
    String record = key.isEmpty() ? "account_id" : key.get(0);
    return switch (target) {
      case CSV -> Exports.csv(table, rows, fields);
      case SALESFORCE -> Exports.salesforce(object, record, rows, fields);
      case HUBSPOT -> Exports.hubspot(record, rows, fields);
    };
  }

  private Contract contract() {
    if (!Contracts.has(table) || !Contracts.of(table).isPerAsOfDate()) {
      throw BellwetherException.configuration(
          "there is no published table " + table,
          "published are the tables with one slice for each night",
          "`bellwether tables` lists them");
    }
    return Contracts.of(table);
  }

  private LocalDate night(Settings settings) {
    Publications publications = Publications.read(settings.home(), HadoopSettings.of(settings));
    return Optional.ofNullable(asOf)
        .filter(date -> publications.latest(date).isPresent())
        .or(
            () ->
                asOf == null
                    ? publications.current().map(PublicationId::asOfDate)
                    : Optional.empty())
        .orElseThrow(
            () ->
                BellwetherException.configuration(
                    "nothing is published of "
                        + (asOf == null ? "any night" : asOf)
                        + " in "
                        + settings.home(),
                    "published are: " + publications.ids(),
                    "check --home and --as-of"));
  }

  private static List<String> exportable(Contract contract) {
    return contract.columns().stream()
        .filter(c -> !(c.type() instanceof ArrayType) && !(c.type() instanceof TimestampType))
        .map(Column::name)
        .toList();
  }
}
