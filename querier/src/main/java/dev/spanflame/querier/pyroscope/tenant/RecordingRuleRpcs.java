package dev.spanflame.querier.pyroscope.tenant;

import dev.spanflame.block.profile.rule.RecordingRule;
import dev.spanflame.block.profile.rule.RuleBook;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.settings.v1.DeleteRecordingRuleRequest;
import dev.spanflame.proto.settings.v1.DeleteRecordingRuleResponse;
import dev.spanflame.proto.settings.v1.GetRecordingRuleRequest;
import dev.spanflame.proto.settings.v1.GetRecordingRuleResponse;
import dev.spanflame.proto.settings.v1.ListRecordingRulesRequest;
import dev.spanflame.proto.settings.v1.ListRecordingRulesResponse;
import dev.spanflame.proto.settings.v1.RecordingRuleStore;
import dev.spanflame.proto.settings.v1.RecordingRulesStore;
import dev.spanflame.proto.settings.v1.UpsertRecordingRuleRequest;
import dev.spanflame.proto.settings.v1.UpsertRecordingRuleResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Recording rules of tenants. Thread-safe, in several processes too.
final class RecordingRuleRpcs {
    private static final int MAX_RULES = 25;
    private static final int ID_LETTERS = 10;

    private final RuleBook book;
    private final RandomGenerator random;

    RecordingRuleRpcs(RuleBook book, RandomGenerator random) {
        this.book = book;
        this.random = random;
    }

    GetRecordingRuleResponse get(Caller caller, GetRecordingRuleRequest request) throws IOException {
        String id = requireId(request.getId());
        RecordingRuleStore rule = find(book.read(caller.tenant()), id).orElseThrow(() -> unknown(id));
        return GetRecordingRuleResponse.newBuilder().setRule(shown(rule)).build();
    }

    ListRecordingRulesResponse list(Caller caller, ListRecordingRulesRequest request) throws IOException {
        ListRecordingRulesResponse.Builder response = ListRecordingRulesResponse.newBuilder();
        book.read(caller.tenant()).getRulesList().forEach(rule -> response.addRules(shown(rule)));
        return response.build();
    }

    /// Refuses a rule whose `generation` is not the stored one: somebody else has changed it meanwhile.
    UpsertRecordingRuleResponse upsert(Caller caller, UpsertRecordingRuleRequest request) throws IOException {
        RecordingRuleStore wanted = stored(request);
        RecordingRule.written(wanted);
        RecordingRulesStore changed = book.change(caller.tenant(), rules -> with(rules, wanted));
        return UpsertRecordingRuleResponse.newBuilder()
                .setRule(shown(find(changed, wanted.getId()).orElseThrow()))
                .build();
    }

    DeleteRecordingRuleResponse delete(Caller caller, DeleteRecordingRuleRequest request) throws IOException {
        String id = requireId(request.getId());
        book.change(caller.tenant(), rules -> without(rules, id));
        return DeleteRecordingRuleResponse.getDefaultInstance();
    }

    private RecordingRuleStore stored(UpsertRecordingRuleRequest request) {
        RecordingRuleStore.Builder rule = RecordingRuleStore.newBuilder()
                .setId(request.getId().isEmpty() ? newId() : request.getId())
                .setMetricName(request.getMetricName().strip())
                .addAllMatchers(request.getMatchersList())
                .addAllGroupBy(request.getGroupByList())
                .addAllExternalLabels(request.getExternalLabelsList())
                .setGeneration(request.getGeneration());
        if (request.hasStacktraceFilter()) {
            rule.setStacktraceFilter(request.getStacktraceFilter());
        }
        return rule.build();
    }

    private String newId() {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < ID_LETTERS; i++) {
            int letter = random.nextInt(52);
            id.append((char) (letter < 26 ? 'a' + letter : 'A' + letter - 26));
        }
        return id.toString();
    }

    private static RecordingRulesStore with(RecordingRulesStore rules, RecordingRuleStore wanted) {
        for (int i = 0; i < rules.getRulesCount(); i++) {
            RecordingRuleStore known = rules.getRules(i);
            if (known.getId().equals(wanted.getId())) {
                if (known.getGeneration() != wanted.getGeneration()) {
                    throw BackendException.badRequest(
                            "conflicting_generation",
                            "rule '" + wanted.getId() + "' has generation " + known.getGeneration()
                                    + ", the request " + wanted.getGeneration()
                                    + "; it was changed meanwhile, so read it again");
                }
                return rules.toBuilder()
                        .setRules(i, wanted.toBuilder().setGeneration(known.getGeneration() + 1))
                        .build();
            }
        }
        if (rules.getRulesCount() >= MAX_RULES) {
            throw BackendException.badRequest(
                    "too_many_recording_rules",
                    "a tenant has at most " + MAX_RULES + " recording rules; delete one first");
        }
        return rules.toBuilder().addRules(wanted.toBuilder().setGeneration(1)).build();
    }

    private static RecordingRulesStore without(RecordingRulesStore rules, String id) {
        for (int i = 0; i < rules.getRulesCount(); i++) {
            if (rules.getRules(i).getId().equals(id)) {
                return rules.toBuilder().removeRules(i).build();
            }
        }
        throw unknown(id);
    }

    private static Optional<RecordingRuleStore> find(RecordingRulesStore rules, String id) {
        return rules.getRulesList().stream()
                .filter(rule -> rule.getId().equals(id))
                .findFirst();
    }

    private static String requireId(String id) {
        if (id.isBlank()) {
            throw BackendException.badRequest("missing_id", "id is missing; expected that of a recording rule");
        }
        return id.strip();
    }

    private static BackendException unknown(String id) {
        String shown = id.length() > 80 ? id.substring(0, 80) + "..." : id;
        return new BackendException(ErrorKind.NOT_FOUND, "no_such_rule", "no rule with id '" + shown + "' found");
    }

    private static dev.spanflame.proto.settings.v1.RecordingRule shown(RecordingRuleStore rule) {
        dev.spanflame.proto.settings.v1.RecordingRule.Builder shown =
                dev.spanflame.proto.settings.v1.RecordingRule.newBuilder()
                        .setId(rule.getId())
                        .setMetricName(rule.getMetricName())
                        .setProfileType(RecordingRule.of(rule).profileType())
                        .addAllMatchers(rule.getMatchersList())
                        .addAllGroupBy(rule.getGroupByList())
                        .addAllExternalLabels(rule.getExternalLabelsList())
                        .setGeneration(rule.getGeneration());
        if (rule.hasStacktraceFilter()) {
            shown.setStacktraceFilter(rule.getStacktraceFilter());
        }
        return shown.build();
    }
}
