/// Objects in a bucket of an S3-compatible service: [S3ObjectStore]. The MinIO client's types stay in here.
@NullMarked
package dev.spanflame.objectstore.s3;

import org.jspecify.annotations.NullMarked;
