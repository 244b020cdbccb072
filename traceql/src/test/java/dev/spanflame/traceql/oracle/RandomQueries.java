package dev.spanflame.traceql.oracle;

import java.util.List;
import java.util.Random;

/// Makes queries that are mostly meaningful and speak of what [RandomTraces] makes.
final class RandomQueries {
    private static final List<String> NUMBERS = List.of("0", "1", "2", "-1", "3", "0.5", "1.0", "1.5", "2.0", "-1.0");
    private static final List<String> DURATIONS = List.of("0s", "1ms", "2500us", "5ms", "10ms", "-1ms", "1500us");
    private static final List<String> TEXTS = List.of("\"a\"", "\"b\"", "`x`", "\"y\"", "\"1\"", "\"\"", "\"b\\na\"");
    private static final List<String> PATTERNS = List.of(
            "\"a\"",
            "\"a|b\"",
            "\".*\"",
            "\"b.*\"",
            "\".*a\"",
            "\"[xy]\"",
            "\"(?i)A\"",
            "\"b.a\"",
            "\"\"",
            "\"a|.*y.*\"",
            "\".+\"",
            "\"(a|x)\"",
            "\"^b\"",
            "\"1|\"");
    private static final List<String> IDS = List.of("\"1\"", "\"02\"", "\"0000000000000003\"", "\"0\"", "\"zz\"");
    private static final List<String> NUMBER_FIELDS = List.of(
            "span.i",
            ".i",
            "resource.i",
            "event.i",
            "link.i",
            "span.m",
            ".m",
            "span:childCount",
            "span.arr",
            ".arr",
            "event.m",
            "nestedSetParent",
            "nestedSetLeft",
            "nestedSetRight",
            "parent.i",
            "parent.span.m",
            "parent.resource.i",
            "parent:childCount",
            "instrumentation.i");
    private static final List<String> DURATION_FIELDS = List.of(
            "duration",
            "span:duration",
            "traceDuration",
            "event:timeSinceStart",
            "span.i",
            "parent:duration",
            "parent.m");
    private static final List<String> TEXT_FIELDS = List.of(
            "name",
            "span.s",
            ".s",
            "resource.s",
            "resource.service.name",
            ".service.name",
            "event.s",
            "event:name",
            "link.s",
            "statusMessage",
            "rootName",
            "rootServiceName",
            "instrumentation:name",
            "instrumentation.s",
            "span.arr",
            ".m",
            "span.service.name",
            "parent.s",
            "parent.span.arr",
            "parent.resource.s",
            "parent.resource.service.name",
            "parent.service.name",
            "parent:name",
            "parent:statusMessage",
            "instrumentation:version");
    private static final List<String> LISTS =
            List.of("span.arr", "span.m", ".m", "resource.m", "event.m", "link.arr", "parent.span.m", "resource.arr");
    private static final List<String> ID_FIELDS = List.of(
            "span:id", "span:parentID", "trace:id", "link:spanID", "link:traceID", "parent:id", "parent:parentID");
    private static final List<String> BOOL_FIELDS =
            List.of("span.b", ".b", "resource.b", "event.b", "span.m", ".arr", "parent.b", "parent.span.m");
    private static final List<String> ORDERS = List.of("=", "!=", "<", "<=", ">", ">=");
    private static final List<String> EQUALITIES = List.of("=", "!=");
    private static final List<String> ARITHMETIC = List.of("+", "-", "*", "/", "%", "^");
    private static final List<String> STRUCTURE = List.of(
            ">", "<", ">>", "<<", "~", "!>", "!<", "!>>", "!<<", "!~", "&>", "&<", "&>>", "&<<", "&~", "&&", "||");

    private final Random random;

    RandomQueries(Random random) {
        this.random = random;
    }

    String next() {
        StringBuilder query = new StringBuilder(spansets(2));
        for (int i = random.nextInt(4); i > 0; i--) {
            query.append(" | ").append(stage());
        }
        return query.toString();
    }

    private String stage() {
        return switch (random.nextInt(9)) {
            case 0, 1 -> "by(" + grouping() + ")";
            case 2 -> "coalesce()";
            case 3 -> "select(" + pick(TEXT_FIELDS) + ", " + pick(NUMBER_FIELDS) + ")";
            case 4, 5 -> scalarFilter();
            default -> spansets(1);
        };
    }

    private String grouping() {
        return switch (random.nextInt(5)) {
            case 0 -> pick(TEXT_FIELDS);
            case 1 -> number(1);
            case 2 -> condition(1);
            case 3 -> pick(List.of("status", "kind", "name", "resource.service.name"));
            default -> pick(NUMBER_FIELDS);
        };
    }

    private String scalarFilter() {
        return switch (random.nextInt(6)) {
            case 0 -> scalarConstant() + " " + pick(ORDERS) + " " + scalar(1);
            case 1 -> scalar(1) + " " + pick(ORDERS) + " " + scalar(1);
            case 2 -> piped() + " " + pick(ORDERS) + " " + scalarConstant();
            default -> aggregate() + " " + pick(ORDERS) + " " + scalarConstant();
        };
    }

    /// A query whose answer is ordered by a number.
    String ordered() {
        String number = random.nextInt(3) == 0 ? pick(NUMBER_FIELDS) : scalar(1);
        return spansets(1) + pick(List.of("", " | by(name)")) + " | order_by(" + number
                + pick(List.of("", " asc", " desc")) + ")";
    }

    private String scalar(int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return random.nextInt(4) == 0 ? piped() : aggregate();
        }
        return switch (random.nextInt(4)) {
            case 0 -> scalarConstant() + " " + pick(ARITHMETIC) + " " + scalar(depth - 1);
            case 1 -> scalar(depth - 1) + " " + pick(ARITHMETIC) + " " + scalarConstant();
            case 2 -> "(" + scalar(depth - 1) + " " + pick(ARITHMETIC) + " " + scalar(depth - 1) + ")";
            default -> scalar(depth - 1) + " " + pick(ARITHMETIC) + " " + scalar(depth - 1);
        };
    }

    private String piped() {
        return "(" + spansets(1) + " | " + (random.nextInt(4) == 0 ? scalar(1) : aggregate()) + ")";
    }

    private String scalarConstant() {
        return random.nextInt(4) == 0 ? pick(DURATIONS) : pick(NUMBERS);
    }

    private String aggregate() {
        return switch (random.nextInt(4)) {
            case 0, 1 -> "count()";
            case 2 -> pick(List.of("avg", "min", "max", "sum")) + "(" + number(1) + ")";
            default -> pick(List.of("avg", "min", "max", "sum")) + "(" + pick(DURATION_FIELDS) + ")";
        };
    }

    private String spansets(int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return random.nextInt(8) == 0 ? "{}" : "{ " + condition(2) + " }";
        }
        return switch (random.nextInt(6)) {
            case 0 -> "(" + spansets(depth - 1) + " | " + stage() + ")";
            case 1 -> pick(List.of("", "!")) + "(" + spansets(depth - 1) + ")";
            case 2 -> "!{ " + condition(1) + " }" + pick(List.of(" && ", " || ", " > ", " !>> ")) + spansets(depth - 1);
            default -> spansets(depth - 1) + " " + pick(STRUCTURE) + " " + spansets(depth - 1);
        };
    }

    private String condition(int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return atom();
        }
        return switch (random.nextInt(7)) {
            case 0 -> "!(" + condition(depth - 1) + ")";
            case 1 -> "(" + condition(depth - 1) + ") " + pick(EQUALITIES) + " (" + condition(depth - 1) + ")";
            case 2 -> "(" + condition(depth - 1) + " || " + condition(depth - 1) + ") && " + condition(depth - 1);
            case 3 -> condition(depth - 1) + " && " + condition(depth - 1) + " || " + condition(depth - 1);
            default -> condition(depth - 1) + pick(List.of(" && ", " || ")) + condition(depth - 1);
        };
    }

    private String atom() {
        return switch (random.nextInt(15)) {
            case 0, 1 -> pick(TEXT_FIELDS) + " " + pick(ORDERS) + " " + pick(TEXTS);
            case 2 -> pick(TEXTS) + " " + pick(ORDERS) + " " + pick(TEXT_FIELDS);
            case 3, 4 -> pick(TEXT_FIELDS) + " " + pick(List.of("=~", "!~")) + " " + pick(PATTERNS);
            case 5 -> number(1) + " " + pick(ORDERS) + " " + number(1);
            case 6 -> pick(DURATION_FIELDS) + " " + pick(ORDERS) + " " + pick(DURATIONS);
            case 7 -> pick(DURATIONS) + " " + pick(ORDERS) + " " + pick(DURATION_FIELDS);
            case 8 -> pick(ID_FIELDS) + " " + pick(EQUALITIES) + " " + pick(IDS);
            case 9 ->
                pick(List.of(
                        "status = error",
                        "status != unset",
                        "kind = server",
                        "kind != client",
                        "status = ok",
                        "span.m = true",
                        "nestedSetParent < 0",
                        ".b != false",
                        "parent:status = error",
                        "parent:kind != client",
                        "parent:kind = kind",
                        "status != parent:status",
                        "parent.resource.service.name != resource.service.name",
                        "parent.resource.service.name = 1",
                        "resource.service.name = 1"));
            case 10 -> pick(BOOL_FIELDS);
            case 11 -> "!" + pick(BOOL_FIELDS);
            case 12 ->
                pick(List.of(
                                "span.i",
                                ".s",
                                "event.s",
                                "link.i",
                                "resource.m",
                                ".arr",
                                "span.m",
                                "parent",
                                "parent.i",
                                "parent:name",
                                "parent.resource.service.name",
                                "parent.span.arr"))
                        + pick(List.of(" = nil", " != nil"));
            case 13 -> pick(TEXT_FIELDS) + " " + pick(ORDERS) + " " + pick(TEXT_FIELDS);
            default ->
                switch (random.nextInt(4)) {
                    case 0 -> item() + " " + pick(ORDERS) + " " + pick(TEXTS);
                    case 1 -> item() + " " + pick(List.of("= nil", "!= nil", "=~ \"[a-y]\"", "= true"));
                    case 2 -> item();
                    default -> item() + " " + pick(ORDERS) + " " + number(1);
                };
        };
    }

    private String item() {
        String list = random.nextInt(4) == 0 ? "item(" + pick(LISTS) + ", \"arr\")" : pick(LISTS);
        return "item(" + list + ", " + pick(List.of("0", "1", "-1", "2", "\"i\"", "\"s\"", "\"m\"")) + ")";
    }

    private String number(int depth) {
        if (depth == 0 || random.nextInt(2) == 0) {
            return random.nextInt(3) == 0 ? pick(NUMBERS) : pick(NUMBER_FIELDS);
        }
        return switch (random.nextInt(5)) {
            case 0 -> "-" + pick(NUMBER_FIELDS);
            case 1 -> "(" + number(depth - 1) + ")";
            case 2 -> random.nextBoolean() ? item() : "length(" + pick(LISTS) + ")";
            default -> number(depth - 1) + " " + pick(ARITHMETIC) + " " + number(depth - 1);
        };
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
