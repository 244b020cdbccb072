/// The nouns every other room speaks: tenants, signals, time ranges, ids, labels, errors.
///
/// Start with [Tenant] and [BackendException]. Spans live in [dev.spanflame.model.trace], profiles in
/// [dev.spanflame.model.profile], the port for the program's own metrics in [dev.spanflame.model.metric].
/// This module knows the JDK and nothing else.
@NullMarked
package dev.spanflame.model;

import org.jspecify.annotations.NullMarked;
