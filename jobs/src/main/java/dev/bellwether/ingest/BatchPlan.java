package dev.bellwether.ingest;

import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.Sha256;
import dev.bellwether.platform.errors.BellwetherException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * Which batches of a table are to be ingested now.
 *
 * @param batches the batches in order; none when nothing is new
 * @param rebuild whether the mapping changed, so that the table is read anew from the first of them
 */
record BatchPlan(List<Batch> batches, boolean rebuild) {

  /**
   * Compares the files that are there with those already ingested.
   *
   * @param madeFrom the mapping that the stored table says it was read by
   * @throws BellwetherException when the mapping changed but files ingested earlier are gone, or
   *     are not what they were when rows of them were first seen
   */
  static BatchPlan of(
      Configuration hadoop,
      Source source,
      String table,
      List<Batch> earlier,
      Optional<String> madeFrom,
      LocalDate firstSeen,
      LocalDate openFrom) {
    Source.Mapping mapping = source.tables().get(table);
    Source.Input input = source.inputs().get(mapping.from());
    String hash = mappingHash(source, mapping, input);
    boolean snapshot = input.mode() == Source.Mode.SNAPSHOT;
    KnownFiles known = new KnownFiles(hadoop, earlier.stream().map(Batch::files).toList());
    List<RawFile> files = listed(hadoop, source, mapping.from(), known);
    KnownFiles knownJoined = new KnownFiles(hadoop, earlier.stream().map(Batch::joined).toList());
    List<RawFile> joined = snapshot ? joined(hadoop, source, mapping, knownJoined) : List.of();
    List<Batch> batches = new ArrayList<>();
    boolean rebuild =
        (earlier.stream().anyMatch(b -> !b.mappingHash().equals(hash))
                || isOfAnother(earlier, madeFrom))
            && (!snapshot || isThereAsItWas(earlier, files, joined));
    if (rebuild && !snapshot) {
      boolean isFirstSeen = input.arrival().kind() == Source.ArrivalKind.FIRST_SEEN;
      requireFiles(source, table, earlier, files, isFirstSeen);
    }
    if (rebuild) {
      earlier.forEach(batch -> batches.add(batch.withMapping(hash)));
    }
    List<RawFile> unread = known.unread(files);
    boolean isOther = snapshot && !rebuild && isOther(earlier, files, joined, hash);
    if (!unread.isEmpty() || isOther) {
      long number = earlier.stream().mapToLong(Batch::number).max().orElse(0) + 1;
      List<RawFile> read = snapshot ? files : unread;
      if (!read.isEmpty()) {
        batches.add(
            new Batch(
                source.name(),
                mapping.from(),
                table,
                number,
                read,
                joined,
                hash,
                firstSeen,
                openFrom));
      }
    }
    return new BatchPlan(List.copyOf(batches), rebuild);
  }

  /**
   * Whether a snapshot is not what was read of it last: the mapping, or files that came or went.
   */
  private static boolean isOther(
      List<Batch> earlier, List<RawFile> files, List<RawFile> joined, String hash) {
    if (earlier.isEmpty()) {
      return true;
    }
    Batch last = earlier.get(earlier.size() - 1);
    return !last.mappingHash().equals(hash)
        || !isIn(files, last.files())
        || !isIn(joined, last.joined())
        || !isIn(last.joined(), joined);
  }

  private static List<RawFile> listed(
      Configuration hadoop, Source source, String input, KnownFiles known) {
    List<RawFile> listed = RawFiles.list(hadoop, source, input);
    return source.inputs().get(input).isDelta() ? listed : known.digested(listed);
  }

  /** The files of the snapshots beside the driving one: a change in them makes other rows, too. */
  private static List<RawFile> joined(
      Configuration hadoop, Source source, Source.Mapping mapping, KnownFiles known) {
    return mapping.inputs().stream()
        .filter(name -> !name.equals(mapping.from()))
        .filter(name -> source.inputs().get(name).mode() == Source.Mode.SNAPSHOT)
        .sorted()
        .flatMap(name -> listed(hadoop, source, name, known).stream())
        .toList();
  }

  /** Whether a run that was killed had begun to read the table anew by another mapping. */
  private static boolean isOfAnother(List<Batch> earlier, Optional<String> madeFrom) {
    return !earlier.isEmpty()
        && madeFrom.isPresent()
        && !madeFrom.get().equals(earlier.get(0).mappingHash());
  }

  /** What makes the same files mean other rows: the SELECT and how its inputs are read. */
  private static String mappingHash(Source source, Source.Mapping mapping, Source.Input input) {
    String inputs =
        mapping.inputs().stream()
            .sorted()
            .map(name -> name + ":" + source.inputs().get(name).options())
            .collect(Collectors.joining(","));
    String identities =
        mapping.identities().map(found -> "\n" + found.system() + "\n" + found.select()).orElse("");
    return Sha256.of(
        mapping.select()
            + "\n"
            + input.format()
            + "\n"
            + input.arrival()
            + "\n"
            + inputs
            + identities);
  }

  /** Of a snapshot that was replaced, or joined to one, what it had said can't be read again. */
  private static boolean isThereAsItWas(
      List<Batch> earlier, List<RawFile> files, List<RawFile> joined) {
    return earlier.size() == 1
        && isIn(files, earlier.get(0).files())
        && isIn(joined, earlier.get(0).joined())
        && isIn(earlier.get(0).joined(), joined);
  }

  private static boolean isIn(List<RawFile> all, List<RawFile> some) {
    return some.stream().allMatch(one -> all.stream().anyMatch(file -> file.hasContentOf(one)));
  }

  /**
   * Where rows count from when they were first seen, a file that has other content now would make
   * rows known before they were there.
   */
  private static void requireFiles(
      Source source, String table, List<Batch> earlier, List<RawFile> files, boolean isFirstSeen) {
    Set<String> present = files.stream().map(RawFile::path).collect(Collectors.toSet());
    for (Batch batch : earlier) {
      for (RawFile file : batch.files()) {
        boolean isThere = present.contains(file.path());
        if (!isThere || (isFirstSeen && !isIn(files, List.of(file)))) {
          throw BellwetherException.configuration(
              "source " + source.name() + ": the mapping of " + table + " changed",
              "its rows must be read again, but "
                  + file.path()
                  + (isThere ? " has other content now" : " is gone"),
              "put the file back as it was, undo the change, or start a new home");
        }
      }
    }
  }
}
