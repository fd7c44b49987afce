/**
 * Configuration: settings by layers, sources with their mappings, and scorecards, read and checked
 * before anything runs.
 *
 * <p>The only package that reads configuration.
 */
package dev.bellwether.platform.config;
