package dev.spanflame.tests.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A library of others is used only in the rooms that are there for it, so that it can be replaced in
/// one place.
class LibraryWallsTest {
    private static final List<String> OWN_OR_JDK = List.of("dev.spanflame.", "java.", "javax.");

    /// What Flight Recorder is told of, and who takes recordings.
    private static final List<String> RECORDED = List.of(
            "dev.spanflame.agent.record",
            "dev.spanflame.block.wal",
            "dev.spanflame.ingester.flush",
            "dev.spanflame.compactor",
            "dev.spanflame.server.event",
            "dev.spanflame.server.metrics");

    /// Packages of libraries, the longest beginning first, and the packages (with all below them) that
    /// may import them.
    private static final Map<String, List<String>> ROOMS = rooms();

    private static Map<String, List<String>> rooms() {
        Map<String, List<String>> rooms = new LinkedHashMap<>();
        rooms.put("org.jspecify.", List.of("dev.spanflame", "io.pyroscope", "one.profiler"));
        rooms.put("io.minio.", List.of("dev.spanflame.objectstore.s3"));
        rooms.put("okhttp3.", List.of("dev.spanflame.objectstore.s3"));
        rooms.put("okio.", List.of("dev.spanflame.objectstore.s3"));
        rooms.put("org.apache.arrow.", List.of("dev.spanflame.querier.arrow"));
        rooms.put("com.google.flatbuffers.", List.of("dev.spanflame.querier.arrow"));
        rooms.put("org.apache.parquet.", List.of("dev.spanflame.block.parquet"));
        rooms.put(
                "com.github.luben.zstd.",
                List.of(
                        "dev.spanflame.proto.inflate",
                        "dev.spanflame.block.parquet",
                        "dev.spanflame.block.profile.store",
                        "dev.spanflame.block.trace",
                        "dev.spanflame.block.wal"));
        rooms.put("com.dynatrace.hash4j.", List.of("dev.spanflame.block"));
        rooms.put("org.openjdk.jmh.", List.of("dev.spanflame.bench"));
        rooms.put(
                "com.google.re2j.",
                List.of(
                        "dev.spanflame.traceql.type",
                        "dev.spanflame.block.profile",
                        "dev.spanflame.ingester.relabel",
                        "dev.spanflame.generator.span"));
        rooms.put(
                "com.google.protobuf.",
                List.of(
                        "dev.spanflame.proto",
                        "dev.spanflame.block.profile.rule",
                        "dev.spanflame.ingester.receive",
                        "dev.spanflame.querier.tempo",
                        "dev.spanflame.querier.pyroscope",
                        "dev.spanflame.server.edge",
                        "dev.spanflame.server.grpc",
                        "dev.spanflame.load",
                        "dev.spanflame.bench"));
        rooms.put(
                "io.opentelemetry.proto.",
                List.of(
                        "dev.spanflame.proto.otlp",
                        "dev.spanflame.ingester.receive",
                        "dev.spanflame.querier.links",
                        "dev.spanflame.querier.tempo",
                        "dev.spanflame.load"));
        rooms.put("io.opentelemetry.", List.of("dev.spanflame.load.shop", "dev.spanflame.agent.otel"));
        rooms.put(
                "com.fasterxml.jackson.",
                List.of(
                        "dev.spanflame.proto.otlp.json",
                        "dev.spanflame.proto.pyroscope",
                        "dev.spanflame.proto.text",
                        "dev.spanflame.block",
                        "dev.spanflame.querier.links",
                        "dev.spanflame.querier.mcp",
                        "dev.spanflame.querier.tempo",
                        "dev.spanflame.querier.pyroscope",
                        "dev.spanflame.server.edge",
                        "dev.spanflame.load"));
        rooms.put("io.netty.", List.of("dev.spanflame.server.http", "dev.spanflame.generator.remote"));
        rooms.put("io.grpc.", List.of("dev.spanflame.load.send"));
        rooms.put("io.prometheus.", List.of("dev.spanflame.server.metrics"));
        rooms.put("org.snakeyaml.", List.of("dev.spanflame.server.config.load"));
        rooms.put("picocli.", List.of("dev.spanflame.server", "dev.spanflame.load"));
        rooms.put("one.profiler.", List.of("dev.spanflame.agent.record"));
        rooms.put("io.pyroscope.", List.of("io.pyroscope"));
        rooms.put("one.jfr.", List.of("dev.spanflame.agent.convert"));
        rooms.put("one.proto.", List.of("dev.spanflame.agent.convert", "dev.spanflame.agent.send"));
        rooms.put("org.objectweb.asm.", List.of("dev.spanflame.agent.module", "dev.spanflame.agent.run"));
        rooms.put("jdk.jfr.", RECORDED);
        rooms.put("com.sun.net.httpserver.", List.of("dev.spanflame.load.shop"));
        rooms.put(
                "com.sun.management.",
                List.of("dev.spanflame.server.metrics", "dev.spanflame.server.warm", "dev.spanflame.load.send"));
        return rooms;
    }

    @Test
    void libraries_stay_in_their_rooms() {
        List<String> violations = new ArrayList<>();
        for (SourceFile source : SourceFile.all()) {
            if (!source.main()) {
                continue;
            }
            for (String imported : imports(source)) {
                String library = library(imported);
                if (library.isEmpty()) {
                    violations.add(source.path() + " imports " + imported + ", a library without a room");
                } else if (rooms(library).stream().noneMatch(room -> isIn(source.packageName(), room))) {
                    violations.add(source.path() + " imports " + imported + " outside of " + rooms(library));
                }
            }
        }

        assertThat(violations).isEmpty();
    }

    @Test
    void every_room_has_its_library() {
        List<String> imports = SourceFile.all().stream()
                .filter(SourceFile::main)
                .flatMap(source -> imports(source).stream())
                .toList();

        assertThat(ROOMS.keySet())
                .allSatisfy(library -> assertThat(imports)
                        .as(library)
                        .anySatisfy(imported -> assertThat(library(imported)).isEqualTo(library)));
    }

    private static List<String> imports(SourceFile source) {
        return source.code()
                .lines()
                .filter(line -> line.startsWith("import "))
                .map(line -> line.replaceFirst("^import (static )?", "").replace(";", ""))
                .filter(name -> OWN_OR_JDK.stream().noneMatch(name::startsWith))
                .toList();
    }

    private static String library(String imported) {
        return ROOMS.keySet().stream().filter(imported::startsWith).findFirst().orElse("");
    }

    private static List<String> rooms(String library) {
        return ROOMS.getOrDefault(library, List.of());
    }

    private static boolean isIn(String packageName, String room) {
        return packageName.equals(room) || packageName.startsWith(room + ".");
    }
}
