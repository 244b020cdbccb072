package dev.spanflame.querier.pyroscope.tenant;

import dev.spanflame.block.profile.FlameGraphBuilder;
import dev.spanflame.block.profile.FlameGraphDiffBuilder;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.ProfileType;
import dev.spanflame.proto.adhocprofiles.v1.AdHocProfilesDiffRequest;
import dev.spanflame.proto.adhocprofiles.v1.AdHocProfilesDiffResponse;
import dev.spanflame.proto.adhocprofiles.v1.AdHocProfilesGetRequest;
import dev.spanflame.proto.adhocprofiles.v1.AdHocProfilesGetResponse;
import dev.spanflame.proto.adhocprofiles.v1.AdHocProfilesListRequest;
import dev.spanflame.proto.adhocprofiles.v1.AdHocProfilesListResponse;
import dev.spanflame.proto.adhocprofiles.v1.AdHocProfilesProfileMeta;
import dev.spanflame.proto.adhocprofiles.v1.AdHocProfilesUploadRequest;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.querier.pyroscope.Flamebearer;
import dev.spanflame.querier.pyroscope.MaxNodes;
import dev.spanflame.querier.pyroscope.Window;
import dev.spanflame.querier.pyroscope.tenant.AdHocStore.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Profiles that people upload to look at. Thread-safe.
final class AdHocRpcs {
    private static final Window ANY_TIME = Window.of(1_000, 1_000);

    private final AdHocStore store;

    AdHocRpcs(AdHocStore store) {
        this.store = store;
    }

    /// Keeps a profile that can be read; refuses any other.
    AdHocProfilesGetResponse upload(Caller caller, AdHocProfilesUploadRequest request) throws IOException {
        byte[] bytes = decoded(request.getProfile());
        AdHocProfile profile = AdHocProfile.of(bytes);
        Entry entry = store.add(caller.tenant(), request.getName(), bytes);
        return shown(entry, profile, "", request.getMaxNodes());
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw BackendException.badRequest("malformed_base64", "profile is no base64: " + e.getMessage());
        }
    }

    AdHocProfilesGetResponse get(Caller caller, AdHocProfilesGetRequest request) throws IOException {
        Entry entry = Entry.of(request.getId());
        AdHocProfile profile = AdHocProfile.of(store.get(caller.tenant(), entry));
        return shown(entry, profile, request.getProfileType(), request.getMaxNodes());
    }

    private static AdHocProfilesGetResponse shown(Entry entry, AdHocProfile profile, String typeName, long maxNodes)
            throws IOException {
        ProfileType type = profile.type(typeName);
        byte[] json = new Flamebearer(type, ANY_TIME, 1)
                .json(FlameGraphBuilder.build(profile.stacks(type), MaxNodes.of(maxNodes)), List.of(), List.of());
        return AdHocProfilesGetResponse.newBuilder()
                .setId(entry.id())
                .setName(entry.name())
                .setUploadedAt(entry.millis())
                .setProfileType(type.sampleType())
                .addAllProfileTypes(profile.typeNames())
                .setFlamebearerProfile(new String(json, StandardCharsets.UTF_8))
                .build();
    }

    AdHocProfilesListResponse list(Caller caller, AdHocProfilesListRequest request) throws IOException {
        AdHocProfilesListResponse.Builder response = AdHocProfilesListResponse.newBuilder();
        for (Entry entry : store.list(caller.tenant())) {
            response.addProfiles(AdHocProfilesProfileMeta.newBuilder()
                    .setId(entry.id())
                    .setName(entry.name())
                    .setUploadedAt(entry.millis()));
        }
        return response.build();
    }

    /// Of the type asked for, else the first that both have.
    AdHocProfilesDiffResponse diff(Caller caller, AdHocProfilesDiffRequest request) throws IOException {
        AdHocProfile left = AdHocProfile.of(store.get(caller.tenant(), Entry.of(request.getLeftId())));
        AdHocProfile right = AdHocProfile.of(store.get(caller.tenant(), Entry.of(request.getRightId())));
        List<String> common =
                left.typeNames().stream().filter(right.typeNames()::contains).toList();
        if (common.isEmpty()) {
            throw BackendException.badRequest(
                    "different_profile_types",
                    "left has the types " + left.typeNames() + ", right has " + right.typeNames()
                            + "; expected one that both have");
        }
        String name = request.getProfileType().isEmpty() ? common.getFirst() : request.getProfileType();
        ProfileType type = left.type(name);
        byte[] json = new Flamebearer(type, ANY_TIME, 1)
                .json(FlameGraphDiffBuilder.build(
                        left.stacks(type), right.stacks(right.type(name)), MaxNodes.of(request.getMaxNodes())));
        return AdHocProfilesDiffResponse.newBuilder()
                .addAllProfileTypes(common)
                .setFlamebearerProfile(new String(json, StandardCharsets.UTF_8))
                .build();
    }
}
