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

/** {@code bellwether export TABLE}: a published table as files that other systems take in. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a table, as a night was published, into a new folder: as CSV, or as what"
          + " Salesforce's",
      "Bulk API or HubSpot's batch upsert take. It sends nothing."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellwether export renewal_risk --out risk --home data/acme",
      "  bellwether export account_health --to salesforce --out health \\",
      "    --columns account_id=Bellwether_Id__c,score=Health_Score__c,band=Health_Band__c",
      "  bellwether export account_health --to hubspot --as-of 2026-06-30 --out health \\",
      "    --columns account_id=bellwether_id,score=health_score"
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
      defaultValue = "account_id",
      paramLabel = "COLUMN",
      description = "The column by which the target finds its record (default: ${DEFAULT-VALUE}).")
  private String key;

  @Option(
      names = "--object",
      defaultValue = "Account",
      paramLabel = "NAME",
      description = "Salesforce's object (default: ${DEFAULT-VALUE}).")
  private String object;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "A new folder.")
  private Path folder;

  @Override
  public Integer call() {
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
    Map<String, String> files = files(rows, Fields.of(columns, exportable(contract)));
    files.forEach(new NewFolder(folder)::write);
    spec.commandLine()
        .getOut()
        .printf(
            "%,d rows of %s as of %s are in %s: %s%n",
            rows.size(), table, night, folder, String.join(", ", files.keySet()));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private Map<String, String> files(List<TableRow> rows, Fields fields) {
    return switch (target) {
      case CSV -> Exports.csv(table, rows, fields);
      case SALESFORCE -> Exports.salesforce(object, key, rows, fields);
      case HUBSPOT -> Exports.hubspot(key, rows, fields);
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
