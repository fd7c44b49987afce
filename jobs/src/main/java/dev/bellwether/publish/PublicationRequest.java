package dev.bellwether.publish;

import dev.bellwether.platform.contract.Contract;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run wants published.
 *
 * @param runId the run
 * @param publishedAt when it publishes, for the manifests
 * @param configHash the hash of its effective configuration
 * @param codeVersion the version of its code
 * @param dates the as-of dates
 * @param observationPoints the month-ends that were computed along
 * @param tables the contracts of the tables, all of them per as-of date
 * @param republish whether a date whose rows have changed gets a new revision
 * @param recorded the publications that runs have recorded, of which some may be removed by now
 * @param startedFrom the publication that was current when the run began, if there was one
 */
public record PublicationRequest(
    String runId,
    Instant publishedAt,
    String configHash,
    String codeVersion,
    List<LocalDate> dates,
    List<LocalDate> observationPoints,
    List<Contract> tables,
    boolean republish,
    Set<PublicationId> recorded,
    Optional<PublicationId> startedFrom) {

  public PublicationRequest {
    dates = dates.stream().distinct().sorted().toList();
    tables = List.copyOf(tables);
    for (Contract table : tables) {
      if (!table.isPerAsOfDate()) {
        throw new IllegalArgumentException(table.name() + " has no as-of date to publish by");
      }
    }
  }

  /** The latest of its dates: the one that people are going to look at. */
  LocalDate lastDate() {
    return dates.get(dates.size() - 1);
  }

  /** The manifest of a publication of this request. */
  Manifest manifest(
      PublicationId id, Map<String, Manifest.Table> tables, Map<String, Manifest.OtherFile> files) {
    return new Manifest(
        id.toString(),
        id.asOfDate(),
        id.revision(),
        runId,
        publishedAt,
        configHash,
        codeVersion,
        observationPoints,
        tables,
        files,
        List.of());
  }
}
