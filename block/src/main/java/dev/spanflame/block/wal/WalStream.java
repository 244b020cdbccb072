package dev.spanflame.block.wal;

import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;

/// The records of one tenant and signal: what is flushed together.
public record WalStream(Tenant tenant, Signal signal) {}
