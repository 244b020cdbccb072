/// Tests of the store in a bucket, against real servers.
@NullMarked
package dev.spanflame.objectstore.s3;

import org.jspecify.annotations.NullMarked;
