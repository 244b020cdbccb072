package dev.spanflame.querier.pyroscope.tenant;

import com.google.protobuf.Message;
import dev.spanflame.block.profile.rule.RuleBook;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.proto.adhocprofiles.v1.AdHocProfilesDiffRequest;
import dev.spanflame.proto.adhocprofiles.v1.AdHocProfilesDiffResponse;
import dev.spanflame.proto.adhocprofiles.v1.AdHocProfilesGetRequest;
import dev.spanflame.proto.adhocprofiles.v1.AdHocProfilesGetResponse;
import dev.spanflame.proto.adhocprofiles.v1.AdHocProfilesListRequest;
import dev.spanflame.proto.adhocprofiles.v1.AdHocProfilesListResponse;
import dev.spanflame.proto.adhocprofiles.v1.AdHocProfilesUploadRequest;
import dev.spanflame.proto.capabilities.v1.GetFeatureFlagsRequest;
import dev.spanflame.proto.capabilities.v1.GetFeatureFlagsResponse;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.Route.TenantRule;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.proto.settings.v1.DeleteRecordingRuleRequest;
import dev.spanflame.proto.settings.v1.DeleteRecordingRuleResponse;
import dev.spanflame.proto.settings.v1.DeleteSettingsRequest;
import dev.spanflame.proto.settings.v1.DeleteSettingsResponse;
import dev.spanflame.proto.settings.v1.GetRecordingRuleRequest;
import dev.spanflame.proto.settings.v1.GetRecordingRuleResponse;
import dev.spanflame.proto.settings.v1.GetSettingsRequest;
import dev.spanflame.proto.settings.v1.GetSettingsResponse;
import dev.spanflame.proto.settings.v1.ListRecordingRulesRequest;
import dev.spanflame.proto.settings.v1.ListRecordingRulesResponse;
import dev.spanflame.proto.settings.v1.SetSettingsRequest;
import dev.spanflame.proto.settings.v1.SetSettingsResponse;
import dev.spanflame.proto.settings.v1.UpsertRecordingRuleRequest;
import dev.spanflame.proto.settings.v1.UpsertRecordingRuleResponse;
import dev.spanflame.proto.version.v1.VersionRequest;
import dev.spanflame.proto.version.v1.VersionResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// What Pyroscope's clients keep on the server and what they ask of it beside profiles. Thread-safe.
public final class TenantApi {
    private static final String SETTINGS = "settings.v1.SettingsService";
    private static final String RULES = "settings.v1.RecordingRulesService";
    private static final String AD_HOC = "adhocprofiles.v1.AdHocProfileService";

    private final SettingsRpcs settings;
    private final RecordingRuleRpcs rules;
    private final AdHocRpcs profiles;
    private final ServerFacts facts;

    /// Keeps everything in `store`; `version` is the program's own.
    public TenantApi(ObjectStore store, InstantSource clock, RandomGenerator random, String version) {
        this.settings = new SettingsRpcs(store, clock);
        this.rules = new RecordingRuleRpcs(new RuleBook(store), random);
        this.profiles = new AdHocRpcs(new AdHocStore(store, clock, random));
        this.facts = new ServerFacts(version);
    }

    /// The endpoints of plain HTTP.
    public List<Route> routes() {
        return facts.routes();
    }

    /// The procedures of all services.
    public List<RpcMethod> methods() {
        List<RpcMethod> methods = new ArrayList<>(kept());
        methods.addAll(ruled());
        return methods;
    }

    private List<RpcMethod> ruled() {
        return List.of(
                rpc(
                        RULES,
                        "GetRecordingRule",
                        new RpcMethod.Codec<>(
                                GetRecordingRuleRequest.getDefaultInstance(),
                                GetRecordingRuleResponse.getDefaultInstance()),
                        rules::get),
                rpc(
                        RULES,
                        "ListRecordingRules",
                        new RpcMethod.Codec<>(
                                ListRecordingRulesRequest.getDefaultInstance(),
                                ListRecordingRulesResponse.getDefaultInstance()),
                        rules::list),
                rpc(
                        RULES,
                        "UpsertRecordingRule",
                        new RpcMethod.Codec<>(
                                UpsertRecordingRuleRequest.getDefaultInstance(),
                                UpsertRecordingRuleResponse.getDefaultInstance()),
                        rules::upsert),
                rpc(
                        RULES,
                        "DeleteRecordingRule",
                        new RpcMethod.Codec<>(
                                DeleteRecordingRuleRequest.getDefaultInstance(),
                                DeleteRecordingRuleResponse.getDefaultInstance()),
                        rules::delete));
    }

    private List<RpcMethod> kept() {
        return List.of(
                rpc(
                        SETTINGS,
                        "Get",
                        new RpcMethod.Codec<>(
                                GetSettingsRequest.getDefaultInstance(), GetSettingsResponse.getDefaultInstance()),
                        settings::get),
                rpc(
                        SETTINGS,
                        "Set",
                        new RpcMethod.Codec<>(
                                SetSettingsRequest.getDefaultInstance(), SetSettingsResponse.getDefaultInstance()),
                        settings::set),
                rpc(
                        SETTINGS,
                        "Delete",
                        new RpcMethod.Codec<>(
                                DeleteSettingsRequest.getDefaultInstance(),
                                DeleteSettingsResponse.getDefaultInstance()),
                        settings::delete),
                rpc(
                        AD_HOC,
                        "Upload",
                        new RpcMethod.Codec<>(
                                AdHocProfilesUploadRequest.getDefaultInstance(),
                                AdHocProfilesGetResponse.getDefaultInstance()),
                        profiles::upload),
                rpc(
                        AD_HOC,
                        "Get",
                        new RpcMethod.Codec<>(
                                AdHocProfilesGetRequest.getDefaultInstance(),
                                AdHocProfilesGetResponse.getDefaultInstance()),
                        profiles::get),
                rpc(
                        AD_HOC,
                        "List",
                        new RpcMethod.Codec<>(
                                AdHocProfilesListRequest.getDefaultInstance(),
                                AdHocProfilesListResponse.getDefaultInstance()),
                        profiles::list),
                rpc(
                        AD_HOC,
                        "Diff",
                        new RpcMethod.Codec<>(
                                AdHocProfilesDiffRequest.getDefaultInstance(),
                                AdHocProfilesDiffResponse.getDefaultInstance()),
                        profiles::diff),
                rpc(
                        "capabilities.v1.FeatureFlagsService",
                        "GetFeatureFlags",
                        new RpcMethod.Codec<>(
                                GetFeatureFlagsRequest.getDefaultInstance(),
                                GetFeatureFlagsResponse.getDefaultInstance()),
                        facts::flags),
                rpc(
                        "version.v1.Version",
                        "Version",
                        new RpcMethod.Codec<>(
                                VersionRequest.getDefaultInstance(), VersionResponse.getDefaultInstance()),
                        facts::version));
    }

    private static <Q extends Message, R extends Message> RpcMethod rpc(
            String service, String name, RpcMethod.Codec<Q, R> codec, RpcMethod.Unary<Q, R> call) {
        return RpcMethod.unary(service, name, TenantRule.ONE, AdHocStore.MAX_REQUEST_BYTES, codec, call);
    }
}
