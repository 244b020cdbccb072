package dev.spanflame.load.query;

import java.net.http.HttpRequest;
import java.util.function.IntFunction;

/// A query by name; `request` makes the request of each repetition, which may differ in an id.
public record Query(String name, IntFunction<HttpRequest> request) {}
