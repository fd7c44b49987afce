package dev.bellwether.platform.contract;

import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Contracts and rows that several tests of contracts use. */
final class ContractFixtures {
  static final String RATINGS_YAML =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: bellwether-ratings
      name: ratings
      version: 1.0.0
      status: active
      domain: marts
      description:
        purpose: For tests.
      schema:
        - name: ratings
          physicalType: table
          description: Ratings.
          dataGranularityDescription: one row per account_id and day
          properties:
            - name: account_id
              logicalType: string
              physicalType: string
              required: true
              primaryKey: true
              primaryKeyPosition: 1
              description: The account.
            - name: day
              logicalType: date
              physicalType: date
              required: true
              primaryKey: true
              primaryKeyPosition: 2
              description: Day of the rating.
            - name: rating
              logicalType: string
              physicalType: string
              description: The rating; null when unknown.
              quality:
                - type: library
                  metric: invalidValues
                  arguments:
                    validValues: [green, yellow, red]
                  mustBe: 0
            - name: amount
              logicalType: number
              physicalType: decimal(18,2)
              description: An amount.
              logicalTypeOptions:
                minimum: 0
                maximum: 10.5
            - name: share
              logicalType: number
              physicalType: double
              description: A share.
            - name: parts
              logicalType: integer
              physicalType: int
              description: How many parts.
              logicalTypeOptions:
                minimum: 1
              customProperties:
                - property: knownFrom
                  value: [day]
          quality:
            - id: red_has_few_parts
              type: sql
              description: red should have few parts
              query: SELECT COUNT(*) FROM ratings WHERE rating = 'red' AND parts > 5
              mustBe: 0
              severity: warning
          customProperties:
            - property: eventTime
              value: day
            - property: partitionedBy
              value: [day]
      """;

  private ContractFixtures() {}

  static Contract ratings() {
    return ContractReader.read("marts/ratings.yaml", RATINGS_YAML);
  }

  /** One row of nulls. */
  static Dataset<Row> emptyRow(SparkSession spark, Contract contract) {
    StructType nullable = new StructType();
    for (StructField field : contract.schema().fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true);
    }
    Object[] nulls = Collections.nCopies(nullable.size(), null).toArray();
    return spark.createDataFrame(List.of(RowFactory.create(nulls)), nullable);
  }
}
