package dev.bellwether.tools.draft;

import dev.bellwether.platform.config.Source;
import java.util.List;
import java.util.Map;

/**
 * Files that look like one input.
 *
 * @param name what the SELECTs call it
 * @param format csv, json, parquet or delta
 * @param path relative to the source's folder
 * @param mode append where there are several files, else snapshot
 * @param options how they must be read
 * @param columns their columns
 * @param values of each column some values, as text
 */
record RawInput(
    String name,
    String format,
    String path,
    Source.Mode mode,
    Map<String, String> options,
    List<String> columns,
    Map<String, List<String>> values) {}
