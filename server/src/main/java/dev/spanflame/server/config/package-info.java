/// The configuration: nested records, read from flags, environment and one YAML file.
///
/// Start with [Configuration], the tree of all keys, and [ConfigLoader], which fills it or names every problem at
/// once. A new key is one component with a `///` line and a default; environment name, flag and reference page follow
/// from it.
@NullMarked
package dev.spanflame.server.config;

import org.jspecify.annotations.NullMarked;
