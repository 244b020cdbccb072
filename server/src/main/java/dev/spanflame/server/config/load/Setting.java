package dev.spanflame.server.config.load;

/// A text that one source gives for one key.
///
/// @param where see [Problem]
record Setting(String where, String text) {}
