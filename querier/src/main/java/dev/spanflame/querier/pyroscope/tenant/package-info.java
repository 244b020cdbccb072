/// What Pyroscope's clients keep on the server, and what they ask of it beside profiles: settings,
/// uploaded profiles, features, versions.
///
/// Start with [dev.spanflame.querier.pyroscope.tenant.TenantApi].
@NullMarked
package dev.spanflame.querier.pyroscope.tenant;

import org.jspecify.annotations.NullMarked;
