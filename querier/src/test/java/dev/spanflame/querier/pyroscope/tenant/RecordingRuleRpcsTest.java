package dev.spanflame.querier.pyroscope.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.profile.rule.RuleBook;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.settings.v1.DeleteRecordingRuleRequest;
import dev.spanflame.proto.settings.v1.GetRecordingRuleRequest;
import dev.spanflame.proto.settings.v1.ListRecordingRulesRequest;
import dev.spanflame.proto.settings.v1.RecordingRule;
import dev.spanflame.proto.settings.v1.UpsertRecordingRuleRequest;
import dev.spanflame.proto.types.v1.LabelPair;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class RecordingRuleRpcsTest {
    private static final Caller CALLER = Caller.local(Tenant.ANONYMOUS);
    private static final String CPU = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";

    private final RecordingRuleRpcs rpcs = new RecordingRuleRpcs(
            new RuleBook(new MemoryObjectStore(new RealDisk(), InstantSource.system())), new Random(1));

    private static UpsertRecordingRuleRequest.Builder request(String id, long generation) {
        return UpsertRecordingRuleRequest.newBuilder()
                .setId(id)
                .setMetricName("profiles_recorded_cpu")
                .addMatchers("{__profile_type__=\"" + CPU + "\"}")
                .setGeneration(generation);
    }

    private RecordingRule upsert(UpsertRecordingRuleRequest.Builder request) throws IOException {
        return rpcs.upsert(CALLER, request.build()).getRule();
    }

    private List<RecordingRule> list() throws IOException {
        return rpcs.list(CALLER, ListRecordingRulesRequest.getDefaultInstance()).getRulesList();
    }

    private static void assertRefused(ErrorKind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void aRuleIsMadeChangedAndDeleted() throws IOException {
        RecordingRule made = upsert(request("", 0).addGroupBy("region"));
        assertThat(made.getId()).matches("[a-zA-Z]{10}");
        assertThat(made.getGeneration()).isEqualTo(1);
        assertThat(made.getProfileType()).isEqualTo(CPU);
        RecordingRule changed = upsert(request(made.getId(), 1).setMetricName("profiles_recorded_other"));
        assertThat(changed.getGeneration()).isEqualTo(2);
        GetRecordingRuleRequest get =
                GetRecordingRuleRequest.newBuilder().setId(made.getId()).build();
        assertThat(rpcs.get(CALLER, get).getRule()).isEqualTo(changed);
        assertThat(list()).containsExactly(changed);
        assertThat(rpcs.list(Caller.local(new Tenant("other")), ListRecordingRulesRequest.getDefaultInstance())
                        .getRulesList())
                .isEmpty();
        DeleteRecordingRuleRequest delete =
                DeleteRecordingRuleRequest.newBuilder().setId(made.getId()).build();
        rpcs.delete(CALLER, delete);
        assertThat(list()).isEmpty();
        assertRefused(ErrorKind.NOT_FOUND, () -> rpcs.get(CALLER, get));
        assertRefused(ErrorKind.NOT_FOUND, () -> rpcs.delete(CALLER, delete));
    }

    @Test
    void whoDidNotSeeTheLastChangeIsRefused() throws IOException {
        RecordingRule made = upsert(request("mine", 7));
        assertThat(made.getGeneration()).isEqualTo(1);
        assertRefused(ErrorKind.BAD_REQUEST, () -> upsert(request("mine", 0)));
        assertRefused(ErrorKind.BAD_REQUEST, () -> upsert(request("mine", 2)));
        assertThat(upsert(request("mine", 1)).getGeneration()).isEqualTo(2);
    }

    @Test
    void aTenantHasABoundedNumberOfRules() throws IOException {
        for (int i = 0; i < 25; i++) {
            upsert(request("", 0));
        }
        assertRefused(ErrorKind.BAD_REQUEST, () -> upsert(request("", 0)));
        assertThat(list()).hasSize(25);
        assertThat(upsert(request(list().getFirst().getId(), 1)).getGeneration())
                .isEqualTo(2);
    }

    @Test
    void labelsThatContradictEachOtherAreRefused() throws IOException {
        LabelPair eu = LabelPair.newBuilder().setName("region").setValue("eu").build();
        LabelPair us = eu.toBuilder().setValue("us").build();

        assertRefused(
                ErrorKind.BAD_REQUEST,
                () -> upsert(request("", 0).addExternalLabels(eu).addExternalLabels(us)));
        assertRefused(
                ErrorKind.BAD_REQUEST,
                () -> upsert(request("", 0).addExternalLabels(eu).addGroupBy("region")));
        for (String reserved : List.of("__name__", "__profile_type__", "profiles_rule_id", "pyroscope_instance")) {
            LabelPair label = eu.toBuilder().setName(reserved).build();
            assertRefused(ErrorKind.BAD_REQUEST, () -> upsert(request("", 0).addExternalLabels(label)));
            assertRefused(ErrorKind.BAD_REQUEST, () -> upsert(request("", 0).addGroupBy(reserved)));
        }
        assertThat(list()).isEmpty();
        assertThat(upsert(request("", 0).addExternalLabels(eu).addGroupBy("pod").addGroupBy("pod"))
                        .getGeneration())
                .isEqualTo(1);
    }

    @Test
    void aRuleThatCannotBeUsedIsRefused() {
        assertRefused(ErrorKind.BAD_REQUEST, () -> upsert(request("", 0).setMetricName("cpu")));
        assertRefused(ErrorKind.BAD_REQUEST, () -> upsert(request("a b", 0)));
        assertRefused(ErrorKind.BAD_REQUEST, () -> rpcs.get(CALLER, GetRecordingRuleRequest.getDefaultInstance()));
    }
}
