/// What a role of the program offers to the network, free of any transport library.
///
/// A role describes its HTTP endpoints as [Route]s and its RPCs as [RpcMethod]s; `server` binds both to listeners,
/// reads and inflates bodies within bounds, resolves tenants, and turns [dev.spanflame.model.BackendException]
/// into the status and body each protocol asks for.
@NullMarked
package dev.spanflame.proto.edge;

import org.jspecify.annotations.NullMarked;
