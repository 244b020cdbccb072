package dev.spanflame.server.edge;

import java.util.Optional;

/// Takes requests by their head: HTTP routes, remote procedures. Thread-safe; does not block.
public interface Service {
    /// Empty when the request is for somebody else.
    Optional<Admission> admit(RequestHead head);
}
