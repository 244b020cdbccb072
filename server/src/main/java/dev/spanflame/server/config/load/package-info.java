/// Reads the configuration from flags, environment and one YAML file.
///
/// Start with [ConfigLoader], which fills a [dev.spanflame.server.config.Configuration] or names every problem at once.
@NullMarked
package dev.spanflame.server.config.load;

import org.jspecify.annotations.NullMarked;
