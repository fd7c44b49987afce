package dev.bellwether.prediction;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a row becomes the numbers that models compute with; learned from training rows, without their
 * outcomes.
 *
 * <p>A numeric feature stays as it is. A categorical one becomes one column for each frequent level
 * (1 or 0), one for all rare levels, and one for unknown. Both methods share these columns: target
 * means would leak outcomes into features, and an order by frequency would give levels distances
 * that they do not have.
 *
 * @param numbers the numeric features
 * @param averages the average of each column of a filled row
 * @param gaps positions of the numeric features that were unknown somewhere in training
 * @param texts the categorical features' names
 * @param levels the frequent levels of each categorical feature
 * @param rows how many rows it was learned from
 * @param bounds how far each numeric feature reaches
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: plain numbers, many of them
public record Encoding(
    List<Feature> numbers,
    double[] averages,
    int[] gaps,
    List<String> texts,
    List<List<String>> levels,
    long rows,
    List<Bounds> bounds)
    implements Serializable {
  /** Columns that a categorical feature has beside those of its levels: rare, and unknown. */
  private static final int RARE_AND_UNKNOWN = 2;

  /** Models stored before there were bounds have none. */
  public Encoding {
    bounds = bounds == null ? Collections.nCopies(numbers.size(), Bounds.NONE) : bounds;
  }

  /**
   * Learns from training rows.
   *
   * @param numbers the numeric features of the rows
   * @param texts the names of their categorical features
   */
  static Encoding fit(List<Feature> numbers, List<String> texts, List<Example> training) {
    List<Bounds> bounds =
        IntStream.range(0, numbers.size())
            .mapToObj(i -> Bounds.of(training.stream().mapToDouble(e -> e.numbers()[i]).toArray()))
            .toList();
    EncodingStatistics statistics = new EncodingStatistics(bounds, texts.size());
    training.forEach(statistics::add);
    return new Encoding(
        numbers,
        statistics.averages(),
        statistics.gaps(),
        texts,
        statistics.frequentLevels(),
        statistics.rows(),
        bounds);
  }

  /** A row for boosting, which decides itself where unknown (NaN) belongs. */
  double[] withUnknown(Example example) {
    double[] encoded = Arrays.copyOf(example.numbers(), width());
    int offset = numbers.size();
    for (int text = 0; text < levels.size(); text++) {
      encoded[offset + position(levels.get(text), example.texts()[text])] = 1;
      offset += levels.get(text).size() + RARE_AND_UNKNOWN;
    }
    return encoded;
  }

  private static int position(List<String> levels, String value) {
    int found = value == null ? -1 : Collections.binarySearch(levels, value);
    int rareOrUnknown = levels.size() + (value == null ? 1 : 0);
    return found >= 0 ? found : rareOrUnknown;
  }

  /**
   * A row for logistic regression: numbers stay within their bounds, and unknown is the mean, told
   * by one more column for each gap.
   */
  double[] filled(Example example) {
    double[] encoded = Arrays.copyOf(withUnknown(example), width() + gaps.length);
    for (int gap = 0; gap < gaps.length; gap++) {
      encoded[width() + gap] = Double.isNaN(encoded[gaps[gap]]) ? 1 : 0;
    }
    for (int number = 0; number < numbers.size(); number++) {
      encoded[number] =
          Double.isNaN(encoded[number])
              ? averages[number]
              : bounds.get(number).within(encoded[number]);
    }
    return encoded;
  }

  /** The numeric features in which a row is beyond what was learned from. */
  List<String> beyond(Example example) {
    List<String> names = List.of();
    for (int i = 0; i < bounds.size(); i++) {
      if (bounds.get(i).isBeyond(example.numbers()[i])) {
        names = names.isEmpty() ? new ArrayList<>() : names;
        names.add(numbers.get(i).name());
      }
    }
    return names;
  }

  /** How many columns a row for boosting has. */
  int width() {
    return numbers.size() + levels.stream().mapToInt(each -> each.size() + RARE_AND_UNKNOWN).sum();
  }

  /** The feature that each column of a filled row tells of: numbers first, then texts. */
  int[] features() {
    IntStream ofNumbers = IntStream.range(0, numbers.size());
    IntStream ofTexts =
        IntStream.range(0, texts.size())
            .flatMap(
                text ->
                    IntStream.generate(() -> numbers.size() + text)
                        .limit(levels.get(text).size() + RARE_AND_UNKNOWN));
    return IntStream.concat(IntStream.concat(ofNumbers, ofTexts), IntStream.of(gaps)).toArray();
  }

  /** The monotone constraint of each column of a row for boosting. */
  int[] monotone() {
    return IntStream.range(0, width())
        .map(i -> i < numbers.size() ? numbers.get(i).monotone() : 0)
        .toArray();
  }
}
