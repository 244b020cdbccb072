package dev.spanflame.block;

import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ObjectStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Where a block that is being made goes.
///
/// Its tables are written to files below `staging`, a folder on the local disk that needs to survive nothing, and then
/// put into `store`, `meta.json` last. `level` is 0 for a flush, one above the highest input for a merge. `random`
/// gives the block its id and must be thread-safe.
public record BlockTarget(
        ObjectStore store, Path staging, Tenant tenant, int level, InstantSource clock, RandomGenerator random) {}
