/**
 * The page that people open: made from the tables of one published night, and nothing else. Leans
 * on reading, publish, and the words of the feature catalogue.
 */
package dev.bellwether.report;
