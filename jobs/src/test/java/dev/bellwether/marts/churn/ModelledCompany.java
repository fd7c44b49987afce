package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.prediction.Example;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;

/** What tests of churn models extend: a company and what was made of it, once for all tests. */
abstract class ModelledCompany extends GeneratedCompany {
  static Map<String, Dataset<Row>> tables;
  static Map<String, Dataset<Row>> made;
  static Dataset<Row> models;

  @BeforeAll
  static void train() {
    if (models == null) {
      tables = company(1.5);
      made = run(new ChurnModel(), SETTINGS, DATES, tables, Map.of(), null);
      models = made.get("churn_model").cache();
    }
  }

  /** The company's tables, with another one in the place of one. */
  static Map<String, Dataset<Row>> with(String name, Dataset<Row> rows) {
    Map<String, Dataset<Row>> other = new HashMap<>(tables);
    other.put(name, rows);
    return other;
  }

  /** A period's row, put together from the table without the code under test. */
  static Example period(LocalDate date, String account, int period) {
    return period(byAccount(date).get(account), period);
  }

  static Example period(Row row, int period) {
    List<Double> numbers = new ArrayList<>();
    for (String name : HazardFeatures.NUMBERS) {
      Object value = row.getAs(name);
      numbers.add(value == null ? Double.NaN : ((Number) value).doubleValue());
    }
    int renewal = row.getAs("days_to_renewal");
    double isIn = renewal > (period - 1) * 30 && renewal <= period * 30 ? 1 : 0;
    numbers.addAll(List.of((double) period, isIn, isIn, renewal <= (period - 1) * 30 ? 1.0 : 0.0));
    String[] texts =
        HazardFeatures.TEXTS.stream().map(name -> row.<String>getAs(name)).toArray(String[]::new);
    return new Example(
        0,
        row.getAs("account_id"),
        0,
        false,
        numbers.stream().mapToDouble(Double::doubleValue).toArray(),
        texts);
  }

  private static final Map<LocalDate, Map<String, Row>> BY_ACCOUNT = new ConcurrentHashMap<>();

  static Map<String, Row> byAccount(LocalDate date) {
    return BY_ACCOUNT.computeIfAbsent(
        date,
        day ->
            tables
                .get("account_features")
                .where(col("as_of_date").equalTo(day.toString()))
                .collectAsList()
                .stream()
                .collect(Collectors.toMap(row -> row.getAs("account_id"), row -> row)));
  }

  static Dataset<Row> predictions(List<LocalDate> dates, Dataset<Row> registry) {
    Dataset<Row> health =
        tables
            .get("account_features")
            .select(
                col("as_of_date"),
                col("account_id"),
                col("status"),
                lit("green").as("band"),
                col("segment"));
    return run(
            new ChurnPrediction(),
            SETTINGS,
            dates,
            Map.of(
                "account_features", tables.get("account_features"),
                "account_health", health,
                "churn_label", tables.get("churn_label"),
                "churn_model", registry.where(col("as_of_date").leq(dates.get(0).toString()))),
            Map.of(),
            null)
        .get("churn_prediction");
  }
}
