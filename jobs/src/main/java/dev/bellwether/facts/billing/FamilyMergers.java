package dev.bellwether.facts.billing;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who of a parent and its children has merged into whom by a day.
 *
 * <p>A child has merged once its service has ended and, within the gap around that day, service
 * goes on with a subscription of the parent, or with a child that begins with it. A child without
 * any subscription of its own, whose parent is served, has none that could churn: the source may
 * have moved them, so it has merged, too. A parent alone is no merger: groups whose members each
 * decide for themselves stay accounts of their own.
 *
 * @param parent the parent's account
 * @param day the as-of date
 */
record FamilyMergers(String parent, LocalDate day, ChurnGap gap) {

  /**
   * A paid subscription of a member, or a member that has none.
   *
   * @param start first day of service; {@link LocalDate#MAX} of a member that has none
   * @param end first day without service
   */
  record Service(String account, LocalDate start, LocalDate end) {
    boolean isNone() {
      return start.equals(LocalDate.MAX);
    }
  }

  /** The accounts merged, each with the one that carries it on. */
  Map<String, String> of(List<Service> services) {
    Map<String, List<Service>> perAccount =
        services.stream()
            .collect(Collectors.groupingBy(Service::account, TreeMap::new, Collectors.toList()));
    Map<String, String> merged = new HashMap<>();
    perAccount.forEach(
        (account, own) -> {
          if (!account.equals(parent)) {
            successor(own, perAccount).ifPresent(other -> merged.put(account, other));
          }
        });
    return merged;
  }

  private Optional<String> successor(List<Service> own, Map<String, List<Service>> perAccount) {
    List<Service> ofParent = perAccount.getOrDefault(parent, List.of());
    if (own.get(0).isNone()) {
      return ofParent.stream().anyMatch(this::isServed) ? Optional.of(parent) : Optional.empty();
    }
    LocalDate end = own.stream().map(Service::end).max(Comparator.naturalOrder()).orElseThrow();
    if (end.isAfter(day)) {
      return Optional.empty();
    }
    return ofParent.stream().anyMatch(service -> goesOn(service, end))
        ? Optional.of(parent)
        : firstChild(end, own.get(0).account(), perAccount);
  }

  private boolean isServed(Service service) {
    return !service.isNone() && service.end().isAfter(day);
  }

  private boolean goesOn(Service service, LocalDate end) {
    return !service.isNone()
        && !service.start().isBefore(gap.earliestSuccessor(end))
        && !service.start().isAfter(gap.lastReturn(end))
        && service.end().isAfter(end);
  }

  /** The child that begins first with a service that goes on, the first by id of several. */
  private Optional<String> firstChild(
      LocalDate end, String account, Map<String, List<Service>> perAccount) {
    return perAccount.entrySet().stream()
        .filter(other -> !other.getKey().equals(account) && !other.getKey().equals(parent))
        .map(other -> other.getValue().stream().min(Comparator.comparing(Service::start)))
        .flatMap(Optional::stream)
        .filter(first -> goesOn(first, end))
        .min(Comparator.comparing(Service::start).thenComparing(Service::account))
        .map(Service::account);
  }
}
