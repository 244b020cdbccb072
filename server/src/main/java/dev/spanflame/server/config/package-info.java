/// The configuration: nested records, one for each concern.
///
/// Start with [Configuration], the tree of all keys. A new key is one component with an `@param` line and a default;
/// environment name, flag and reference page follow from it. [dev.spanflame.server.config.load] fills the tree.
@NullMarked
package dev.spanflame.server.config;

import org.jspecify.annotations.NullMarked;
