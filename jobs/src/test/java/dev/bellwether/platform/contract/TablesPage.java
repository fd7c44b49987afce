package dev.bellwether.platform.contract;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The page of all tables, docs/tables.md, as the contracts tell it. */
final class TablesPage {
  private static final List<String> LAYERS =
      List.of("staging", "intermediate", "features", "marts", "ops");
  private static final String HEAD =
      """
      # Tables

      What each table holds, column by column, made from the contracts in `schemas/`: change a
      contract, not this page, and make it again with

          %s

      A column without `yes` under *required* may be null; its meaning says what null means.
      *Known from* tells which day a value may be used from: a past date never sees what became
      known later. *Feature* tells a column's unit, the driver of churn that it belongs to, whether
      more of it is better, and whether churn models read it.
      """;

  private TablesPage() {}

  static String of(Collection<Contract> contracts, String command) {
    StringBuilder page = new StringBuilder(HEAD.formatted(command));
    for (String layer : LAYERS) {
      List<Contract> tables = contracts.stream().filter(c -> c.layer().equals(layer)).toList();
      if (!tables.isEmpty()) {
        page.append("\n## ").append(layer).append("\n\n").append(links(tables)).append("\n");
        tables.forEach(table -> page.append(section(table)));
      }
    }
    return page.toString();
  }

  private static String links(List<Contract> tables) {
    return String.join(
        " · ", tables.stream().map(t -> "[" + t.name() + "](#" + t.name() + ")").toList());
  }

  private static String section(Contract table) {
    StringBuilder section = new StringBuilder("\n### " + table.name() + "\n\n");
    section.append(oneLine(table.description())).append("\n\n");
    section.append("Grain: ").append(table.grain()).append(".");
    if (!table.key().isEmpty()) {
      section.append(" Key: ").append(String.join(", ", table.key())).append(".");
    }
    if (table.eventTime() != null) {
      section.append(" Happened at: ").append(table.eventTime()).append(".");
    }
    if (!table.partitionedBy().isEmpty()) {
      section.append(" Stored by: ").append(String.join(", ", table.partitionedBy())).append(".");
    }
    if (table.deletion().kept()) {
      String stays =
          table.deletion().endedIn().isEmpty()
              ? "stays as it was"
              : "has ended on the day it was missing (" + table.deletion().endedIn().get(0) + ")";
      section.append(" A row that the source deletes ").append(stays).append(".");
    }
    section.append("\n\n| column | type | required | meaning |\n|---|---|---|---|\n");
    table.columns().forEach(column -> section.append(row(column)));
    return section.append(rules(table)).toString();
  }

  private static String row(Column column) {
    String required = column.required() ? "yes" : "";
    String told =
        limits(column) + unusable(column) + known(column) + formerly(column) + feature(column);
    String meaning = (oneLine(column.description()) + told).strip();
    return "| %s | %s | %s | %s |%n"
        .formatted(column.name(), column.type().catalogString(), required, escaped(meaning))
        .replace("\r\n", "\n");
  }

  private static String limits(Column column) {
    String limits = "";
    if (column.minimum() != null) {
      limits += " At least " + column.minimum() + ".";
    }
    if (column.maximum() != null) {
      limits += " At most " + column.maximum() + ".";
    }
    if (!column.validValues().isEmpty()) {
      limits += " One of " + String.join(", ", column.validValues()) + ".";
    }
    return column.hashedFrom() == null
        ? limits
        : limits + " Mapped as `" + column.hashedFrom() + "`.";
  }

  private static String unusable(Column column) {
    String letters =
        switch (column.letters()) {
          case UPPER -> " Kept in capitals.";
          case LOWER -> " Kept in small letters.";
          case AS_GIVEN -> "";
        };
    if (column.required() || column.unusable() == Unusable.NEVER) {
      return letters;
    }
    return column.unusable() == Unusable.REFUSE
        ? letters + " A value that cannot be used refuses the row."
        : letters + " A value that cannot be used is unknown.";
  }

  private static String known(Column column) {
    if (column.knownFrom().presentOnly()) {
      return " *Known from* the day it is seen.";
    }
    return column.knownFrom().isStatic()
        ? ""
        : " *Known from* " + String.join(", else ", column.knownFrom().columns()) + ".";
  }

  private static String formerly(Column column) {
    return column.formerNames().isEmpty()
        ? ""
        : " Formerly " + String.join(", ", column.formerNames()) + ".";
  }

  private static String feature(Column column) {
    return column.feature().map(TablesPage::feature).orElse("");
  }

  private static String feature(FeatureEntry feature) {
    String driver = feature.driver().map(name -> ", driver " + name).orElse("");
    String polarity = feature.polarity().map(each -> ", " + words(each)).orElse("");
    String model = feature.model() ? ", read by models" : "";
    return " *Feature*: " + words(feature.unit()) + driver + polarity + model + ".";
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String rules(Contract table) {
    StringBuilder rules = new StringBuilder();
    for (Check check : table.checks()) {
      String warning = check.warning() ? " (a warning)" : "";
      rules.append("- ").append(oneLine(check.description())).append(warning).append("\n");
    }
    return rules.isEmpty() ? "" : "\nRules:\n\n" + rules;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|");
  }
}
