package dev.spanflame.querier.links;

import java.util.List;

/// Where logs are looked at.
public enum LogStore {
    /// Nowhere: there are no links to logs.
    NONE(QueryDialect.LOGQL),
    /// Loki, in Grafana Explore.
    LOKI(QueryDialect.LOGQL),
    /// The web page of VictoriaLogs.
    VICTORIALOGS(QueryDialect.LOGSQL),
    /// The web page of Seq.
    SEQ(QueryDialect.SEQ),
    /// Discover of Kibana, over Elasticsearch.
    KIBANA(QueryDialect.KQL),
    /// Any other, by an address with variables.
    CUSTOM(QueryDialect.LOGQL);

    private static final List<TagMapping> GRAFANAS = TagMapping.parse(
            "cluster, hostname, namespace, pod," + " service.name=service_name, service.namespace=service_namespace");

    private final QueryDialect dialect;

    LogStore(QueryDialect dialect) {
        this.dialect = dialect;
    }

    QueryDialect dialect() {
        return dialect;
    }

    /// The fields that are looked for where no others are named.
    List<TagMapping> usualTags() {
        return switch (this) {
            case LOKI -> GRAFANAS;
            case VICTORIALOGS, KIBANA -> List.of(new TagMapping("service.name", "service.name"));
            case NONE, SEQ, CUSTOM -> List.of();
        };
    }

    /// Conditions on fields, all of which must hold.
    String all(List<String> conditions) {
        return switch (this) {
            case LOKI, CUSTOM, NONE -> String.join(", ", conditions);
            case VICTORIALOGS -> String.join(" ", conditions);
            case SEQ, KIBANA -> String.join(" and ", conditions);
        };
    }

    /// A condition on a field.
    String condition(String field, String value) {
        String literal = dialect.literal(value);
        return switch (this) {
            case LOKI, CUSTOM, NONE -> field + "=" + literal;
            case VICTORIALOGS -> field + ":=" + literal;
            case SEQ -> field + " = " + literal;
            case KIBANA -> field + " : " + literal;
        };
    }

    /// The field that holds the id of the trace.
    String traceField() {
        return switch (this) {
            case LOKI, VICTORIALOGS, CUSTOM, NONE -> "trace_id";
            case SEQ -> "@TraceId";
            case KIBANA -> "trace.id";
        };
    }

    /// The field that holds the id of the span.
    String spanField() {
        return switch (this) {
            case LOKI, VICTORIALOGS, CUSTOM, NONE -> "span_id";
            case SEQ -> "@SpanId";
            case KIBANA -> "span.id";
        };
    }
}
