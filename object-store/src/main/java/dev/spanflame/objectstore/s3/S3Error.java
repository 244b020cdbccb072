package dev.spanflame.objectstore.s3;

/// The `<Error>` document of an answer; fields that are missing are empty.
record S3Error(String code, String message) {}
