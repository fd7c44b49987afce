package dev.bellwether.platform.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * A preset as one source includes it: its parameters are filled in, and its inputs say where they
 * are.
 *
 * @param file the preset's file
 * @param inputs its inputs by name
 * @param tables the canonical tables that the source takes from it, by name
 */
record Part(Path file, Map<String, Section> inputs, Map<String, Section> tables) {}
