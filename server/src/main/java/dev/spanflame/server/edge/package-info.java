/// What all listeners share and no transport library is needed for: paths, tenants, errors, memory,
/// exchanges.
///
/// Start with [Exchange], one request and its answer, and [Service], which takes requests. [ErrorMapper] is
/// the one place that turns a [dev.spanflame.model.BackendException] into statuses; [TenantResolver] the
/// one place that turns a header into tenants.
@NullMarked
package dev.spanflame.server.edge;

import org.jspecify.annotations.NullMarked;
