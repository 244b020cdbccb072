/// The bytes: an [ObjectStore] over files, over S3, in memory; and the [dev.spanflame.objectstore.disk] port below.
///
/// Nothing here knows blocks, tenants or signals.
@NullMarked
package dev.spanflame.objectstore;

import org.jspecify.annotations.NullMarked;
