package dev.spanflame.load.trace;

/// Which semantic conventions the instrumentation of a service follows; real fleets mix them.
enum Dialect {
    /// `http.method`, `db.statement`, `net.peer.name`.
    OLD,
    /// `http.request.method`, `db.query.text`, `server.address`.
    STABLE
}
