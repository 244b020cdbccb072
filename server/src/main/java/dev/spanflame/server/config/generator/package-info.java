/// The keys of the metrics generator as its settings: lists and small languages inside of values
/// are read here.
///
/// Start with [Generators].
@NullMarked
package dev.spanflame.server.config.generator;

import org.jspecify.annotations.NullMarked;
