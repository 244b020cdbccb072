package dev.spanflame.server.grpc;

import dev.spanflame.model.Tenant;
import dev.spanflame.server.edge.BodyInflater;
import dev.spanflame.server.edge.EdgeMeters;
import java.util.List;

/// What one call needs beside its method.
record RpcContext(List<Tenant> tenants, BodyInflater inflater, EdgeMeters meters) {}
