package dev.spanflame.querier.tempo;

/// Which build of the program this is: its version, the commit it was made of, its branch and its date.
public record BuildInfo(String version, String revision, String branch, String buildDate) {}
