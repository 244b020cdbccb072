/// Real S3 servers as processes, for tests of any module: start with [S3Servers].
@NullMarked
package dev.spanflame.objectstore.server;

import org.jspecify.annotations.NullMarked;
