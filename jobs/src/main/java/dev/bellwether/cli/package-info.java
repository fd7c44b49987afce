/**
 * The command line: one class per command, its options and the words it prints.
 *
 * <p>Leans on everything; nothing leans on it. The only package that prints or ends the process.
 */
package dev.bellwether.cli;
