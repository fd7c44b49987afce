package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.config.Band;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/** Bands as places in an order, the worst first; they differ in where what is unknown stands. */
final class BandOrder {
  private BandOrder() {}

  /** Whom to look after first: what is unknown stands before green, as it may be worse. */
  static Column withUnknownBeforeGreen(Column band) {
    return place(band, Band.WORST_FIRST.indexOf(Band.GREEN));
  }

  /** The worst that is known: what is unknown stands last. */
  static Column withUnknownLast(Column band) {
    return place(band, Band.WORST_FIRST.size());
  }

  private static Column place(Column band, int unknown) {
    List<String> order = new ArrayList<>(Band.WORST_FIRST);
    order.add(unknown, Band.UNKNOWN);
    Column place = lit(null).cast("int");
    for (int i = order.size() - 1; i >= 0; i--) {
      place = when(band.equalTo(order.get(i)), i).otherwise(place);
    }
    return place;
  }
}
